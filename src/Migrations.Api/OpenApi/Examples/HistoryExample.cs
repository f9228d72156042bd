using Migrations.Api.MigrationHistory;
using Migrations.Api.Requests;
using Migrations.Api.Servers;

namespace Migrations.Api.OpenApi.Examples;

/// <summary>A page of two migrations, with another page after it.</summary>
internal static class HistoryExample
{
    public static HistoryListBody Page =>
        new([Entry(Sample.Running, LinksTo(Sample.Running)), Entry(Sample.Completed, links: null)], [Next]);

    private static LinkBody Next =>
        new("next", $"{Sample.Root}{ComputeRoutes.Current}/os-migrations?limit=2&marker={Sample.Completed.Uuid}");

    private static HistoryBody Entry(Migration migration, IReadOnlyList<LinkBody>? links) =>
        new(migration, withHosts: true, links);

    private static IReadOnlyList<LinkBody> LinksTo(Migration migration)
    {
        var path = $"/servers/{migration.ServerUuid}/migrations/{migration.Id}";
        return [new("self", Sample.Root + ComputeRoutes.Current + path), new("bookmark", Sample.Root + path)];
    }
}
