using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Migrations.Api.Health;
using Migrations.Api.MigrationHistory;
using Migrations.Api.Progress;
using Migrations.Api.ServerMigrations;
using Migrations.Api.Servers;
using Migrations.Api.Versions;

namespace Migrations.Api.OpenApi.Examples;

/// <summary>A body of each successful answer, written as the service writes it.</summary>
internal static class SuccessExamples
{
    public static Task Apply(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        foreach (var (status, answer) in operation.Responses!)
            foreach (var content in answer.Content?.Values ?? [])
                content.Example = Of(operation.OperationId, status);
        return Task.CompletedTask;
    }

    private static JsonNode? Of(string? operation, string status) => operation switch
    {
        "listServerMigrations" => Write(
            new([new(Sample.Running, withHosts: true)]), MigrationsJson.Default.MigrationListBody),
        "showServerMigration" => Write(
            new(new(Sample.Running, withHosts: true)), MigrationsJson.Default.MigrationShowBody),
        "showServerMigrationProgress" => Write(ProgressExample.Body, ProgressJson.Default.ProgressShowBody),
        "listMigrations" => Write(HistoryExample.Page, HistoryJson.Default.HistoryListBody),
        "listServers" => Write(new([new(Sample.Server, Sample.Root)]), ServersJson.Default.ServerListBodyServerReferenceBody),
        "listServersDetailed" => Write(new([Server]), ServersJson.Default.ServerListBodyServerBody),
        "showServer" => Write(new(Server), ServersJson.Default.ServerShowBody),
        "listVersions" => Write(
            new([VersionBody.Legacy(Sample.Root), VersionBody.Current(Sample.Root)]), VersionsJson.Default.VersionListBody),
        "showVersion" => Write(new(VersionBody.Current(Sample.Root).Detailed()), VersionsJson.Default.VersionShowBody),
        "checkLive" or "checkReady" => Write(HealthExample.Of(operation, status), HealthJson.Default.HealthBody),
        _ => null,
    };

    private static ServerBody Server => new(Sample.Server, Sample.Running.Progress.Percent, withHost: true, Sample.Root);

    private static JsonNode? Write<T>(T body, JsonTypeInfo<T> type) => JsonSerializer.SerializeToNode(body, type);
}
