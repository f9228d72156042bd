using System.Globalization;
using Microsoft.Extensions.Primitives;
using Migrations.Api.Calls;
using Migrations.Api.Wire;

namespace Migrations.Api.MigrationHistory;

/// <summary>The filters and the page that a query string asks for.</summary>
/// <param name="Query">What to ask of the store.</param>
/// <param name="IsImpossible">No live migration can match (another migration type, hidden migrations, an invalid server id).</param>
internal sealed record HistoryFilter(MigrationQuery Query, bool IsImpossible)
{
    /// <summary>Reads the query. Unknown parameters are ignored before 2.59, and refused from then on.</summary>
    public static Fault? Parse(IQueryCollection query, Microversion version, out HistoryFilter filter)
    {
        DateTimeOffset? since = null, before = null;
        int? limit = null;
        var fault = version < ApiVersions.Uuids
            ? null
            : StrictQuery.Check(query, version, HistoryParameters.All)
              ?? QueryValues.Single(query, "limit", "marker", "changes-since", "changes-before", "user_id", "project_id")
              ?? QueryValues.Limit(query["limit"], out limit)
              ?? QueryValues.Time("changes-since", query["changes-since"], out since)
              ?? QueryValues.Time("changes-before", query["changes-before"], out before)
              ?? QueryValues.Period(since, before);
        filter = Build(query, version, limit, since, before);
        return fault;
    }

    private static HistoryFilter Build(
        IQueryCollection query, Microversion version, int? limit, DateTimeOffset? since, DateTimeOffset? before)
    {
        var server = UuidOf(query, "instance_uuid", out var noServer);
        var marker = UuidOf(version >= ApiVersions.Uuids ? query["marker"] : default, out var noMarker);
        var owners = version >= ApiVersions.Owners;
        return new HistoryFilter(
            new MigrationQuery
            {
                Host = query["host"],
                SourceCompute = query["source_compute"],
                ServerUuid = server,
                Status = query["status"],
                UserId = owners ? query["user_id"] : (string?)null,
                ProjectId = owners ? query["project_id"] : (string?)null,
                ChangedSince = since,
                ChangedBefore = before,
                Marker = noMarker ? Guid.Empty : marker,
                Limit = Math.Min(limit is > 0 and var asked ? asked : PageLink.MaxLimit, PageLink.MaxLimit),
            },
            noServer || (query.TryGetValue("migration_type", out var type) && type != HistoryParameters.MigrationType) || IsTrue(query["hidden"]));
    }

    private static Guid? UuidOf(IQueryCollection query, string name, out bool isNone) => UuidOf(query[name], out isNone);

    private static Guid? UuidOf(StringValues text, out bool isNone)
    {
        isNone = text.Count > 0;
        if (!Guid.TryParseExact(text, "D", out var uuid))
            return null;
        isNone = false;
        return uuid;
    }

    private static bool IsTrue(StringValues text) => text.ToString().ToLower(CultureInfo.InvariantCulture) is "1" or "true";
}
