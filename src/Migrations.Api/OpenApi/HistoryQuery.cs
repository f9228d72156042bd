using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Migrations.Api.Microversions;
using Migrations.Api.MigrationHistory;

namespace Migrations.Api.OpenApi;

/// <summary>The query parameters of the history, which its handler reads by itself.</summary>
internal static class HistoryQuery
{
    public static Task Apply(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (operation.OperationId == "listMigrations")
            operation.Parameters =
            [
                Filter("host", "Compute host at the source or at the destination."),
                Filter("source_compute", "Compute service at the source."),
                Filter("instance_uuid", "UUID of the server.", format: "uuid"),
                Filter("status", "Status of the migration, as in the answer."),
                Filter("migration_type", $"Only {HistoryFilter.MigrationType} finds anything."),
                Filter("hidden", "1 or true finds nothing, because no migration is hidden."),
                Filter("user_id", "User of the server when the migration began.", ApiVersions.Owners),
                Filter("project_id", "Project of the server when the migration began.", ApiVersions.Owners),
                Filter("changes-since", $"Changed at or after this time: {Time}", ApiVersions.Uuids),
                Filter("changes-before", $"Changed at or before this time: {Time}", ApiVersions.ChangesBefore),
                Filter("marker", "UUID of the last migration of the page before.", ApiVersions.Uuids, "uuid"),
                Limit(),
            ];
        return Task.CompletedTask;
    }

    private const string Time = "ISO 8601, UTC unless it names a zone.";

    private static OpenApiParameter Filter(string name, string description, Microversion? since = null, string? format = null)
    {
        var parameter = new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Query,
            Description = since is null ? description : $"{description} New in {since}.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = format },
        };
        parameter.AddExtension(VersionMark.Name, VersionMark.Of(since ?? Microversion.Minimum));
        return parameter;
    }

    private static OpenApiParameter Limit()
    {
        var limit = Filter("limit", $"Size of the page; 0 and what is larger mean {HistoryFilter.MaxLimit}.", ApiVersions.Uuids);
        limit.Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "0", Default = HistoryFilter.MaxLimit };
        return limit;
    }
}
