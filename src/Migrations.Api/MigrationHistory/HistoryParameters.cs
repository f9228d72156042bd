using Migrations.Api.Calls;
using Migrations.Api.Wire;

namespace Migrations.Api.MigrationHistory;

/// <summary>The query parameters of the history.</summary>
internal static class HistoryParameters
{
    public const string MigrationType = "live-migration";

    public static IReadOnlyList<QueryParameter> All { get; } =
    [
        new("host", "Compute host at the source or at the destination."),
        new("source_compute", "Compute service at the source."),
        new("instance_uuid", "UUID of the server.") { Format = "uuid" },
        new("status", "Status of the migration, as in the answer."),
        new("migration_type", $"Only {MigrationType} finds anything."),
        new("hidden", "1 or true finds nothing, because no migration is hidden."),
        new("user_id", "User of the server when the migration began.") { Since = ApiVersions.Owners },
        new("project_id", "Project of the server when the migration began.") { Since = ApiVersions.Owners },
        new("changes-since", $"Changed at or after this time: {QueryValues.TimeForm}") { Since = ApiVersions.Uuids },
        new("changes-before", $"Changed at or before this time: {QueryValues.TimeForm}") { Since = ApiVersions.ChangesBefore },
        new("marker", "UUID of the last migration of the page before.") { Since = ApiVersions.Uuids, Format = "uuid" },
        new("limit", $"Size of the page; 0 and what is larger mean {PageLink.MaxLimit}.") { Since = ApiVersions.Uuids, Default = PageLink.MaxLimit },
    ];
}
