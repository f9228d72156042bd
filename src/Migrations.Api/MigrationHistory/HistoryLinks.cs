using Migrations.Api.Calls;
using Migrations.Api.Wire;

namespace Migrations.Api.MigrationHistory;

/// <summary>The addresses in the history, as the caller reaches the service, with the project if the request has it.</summary>
internal static class HistoryLinks
{
    /// <summary>Where to show the migration; null when it is not in progress.</summary>
    public static LinkBody[]? To(MigrationSummary migration, HttpRequest http)
    {
        if (!migration.Status.IsInProgress)
            return null;
        var path = $"{ProjectInUrl.PathOf(http)}/servers/{migration.ServerUuid}/migrations/{migration.Id}";
        return [new("self", RootUrl.Of(http) + ComputeRoutes.Current + path), new("bookmark", RootUrl.Of(http) + path)];
    }

    /// <summary>The page after the one that ends with this migration.</summary>
    public static LinkBody[] ToPageAfter(MigrationSummary last, HttpRequest http) =>
        PageLink.After(last.Uuid.ToString(), "/os-migrations", http);
}
