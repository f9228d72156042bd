using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;
using Migrations.Api.Calls;
using Migrations.Api.Identity;
using Migrations.Api.OpenApi;
using Migrations.Api.Policies;
using Migrations.Api.Wire;
using Migrations.Live;

namespace Migrations.Api.MigrationHistory;

/// <summary>GET /os-migrations: all live migrations, in progress and over.</summary>
internal static class ListHistory
{
    private static readonly VersionedJson<HistoryBody> EntryJson = new(HistoryJson.Default.HistoryBody);

    public static ComputeCall Call { get; } = new("listMigrations", HttpMethods.Get, "/os-migrations")
    {
        Handler = (call, root) => root.MapMethods(call.Route, [call.Method], Handle),
        Group = CallGroups.Migrations,
        Rule = new(PolicyRules.History, "List the migrations, past ones too, of one's own project."),
        FurtherRules =
        [
            new(PolicyRules.HistoryOfAllProjects, "List those of other projects and of all.", PolicyRules.History),
            new(PolicyRules.HistoryHosts, "See in that list from which host to which; null otherwise.", PolicyRules.History),
        ],
        QueryParameters = HistoryParameters.All,
        Headers = Staleness.Headers,
        Refusals = () =>
        [
            new("The policy does not allow other projects' migrations", PolicyChecks.Denied(PolicyRules.HistoryOfAllProjects)),
            new("An unknown query parameter, from 2.59 on", Refused(("foo", "bar"))),
            new("A limit that is not a number, from 2.59 on", Refused(("limit", "-1"))),
            new("A time that is none, from 2.59 on", Refused(("changes-since", "yesterday"))),
            new("changes-since after changes-before, from 2.66 on",
                Refused(("changes-since", "2026-02-01"), ("changes-before", "2026-01-01"))),
            new("A marker that is no migration, from 2.59 on", MarkerNotFound("foo")),
        ],
        Example = _ => DescribedCall.Write(Example, HistoryJson.Default.HistoryListBody),
    };

    /// <summary>List all live migrations, in progress and over.</summary>
    /// <remarks>
    /// Newest first and in pages from 2.59 on: follow the link next in migrations_links while there is one. Unknown query
    /// parameters are refused from 2.59 on and ignored before.
    /// </remarks>
    /// <response code="200">A page of the migrations that match.</response>
    public static Results<WrittenAnswer<HistoryListBody>, UnpagedHistory, Fault> Handle(
        ComputeRequest request, HttpContext context, IPolicy policy, IMigrationStore store, UnpagedLists unpaged,
        FirstContact contact, LiveMigrations live, Staleness staleness)
    {
        var http = context.Request;
        if (HistoryFilter.Parse(http.Query, request.Version, out var filter) is { } malformed)
            return malformed;
        if (Check(policy, request.Caller, filter) is { } forbidden)
            return forbidden;
        if (contact.Check() is { } unknown)
            return unknown;
        var withHosts = policy.Allows(PolicyRules.HistoryHosts, request.Caller, request.Caller.ProjectId);
        if (filter.IsImpossible)
            return WrittenPages.Answer(new List<MigrationSummary>(), request.Version, withHosts, filter.Query.Limit, http);
        if (request.Version < ApiVersions.Uuids)
        {
            staleness.Mark(context.Response, [.. live.Current.Migrations]);
            return new UnpagedHistory(
                store.QueryAll(filter.Query).Select(migration => new HistoryBody(migration, withHosts, HistoryLinks.To(migration, http))),
                EntryJson.At(request.Version), unpaged);
        }
        if (store.Query(filter.Query) is not { } page)
            return MarkerNotFound(http.Query["marker"].ToString());
        staleness.Mark(context.Response,
            [.. page.Where(shown => !shown.Status.IsFinal).Select(shown => live.Current.Find(shown.ServerUuid, shown.Id)).OfType<LiveMigration>()]);
        return WrittenPages.Answer(page, request.Version, withHosts, filter.Query.Limit, http);
    }

    private static Fault MarkerNotFound(string marker) => Fault.BadRequest($"Marker {marker} could not be found.");

    /// <summary>Whoever does not ask for its own project asks for all.</summary>
    private static Fault? Check(IPolicy policy, Caller caller, HistoryFilter filter) =>
        policy.Check(PolicyRules.History, caller, caller.ProjectId)
        ?? (filter.Query.ProjectId is { } project && project == caller.ProjectId
            ? null
            : policy.Check(PolicyRules.HistoryOfAllProjects, caller, caller.ProjectId));

    private static Fault Refused(params (string Name, string Value)[] parameters)
    {
        var query = parameters.ToDictionary(parameter => parameter.Name, parameter => new StringValues(parameter.Value));
        return HistoryFilter.Parse(new QueryCollection(query), Microversion.Maximum, out _)!;
    }

    /// <summary>A page of two migrations, with another page after it.</summary>
    private static HistoryListBody Example => new(
        [
            new(Sample.Running, withHosts: true, HistoryLinks.To(Sample.Running, Sample.Request)),
            new(Sample.Completed, withHosts: true, links: null),
        ],
        HistoryLinks.ToPageAfter(Sample.Completed, Sample.Request));
}
