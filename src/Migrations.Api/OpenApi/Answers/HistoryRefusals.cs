using Microsoft.Extensions.Primitives;
using Migrations.Api.Faults;
using Migrations.Api.Microversions;
using Migrations.Api.MigrationHistory;
using Migrations.Api.Policies;

namespace Migrations.Api.OpenApi.Answers;

/// <summary>What the history refuses, in its own words.</summary>
internal static class HistoryRefusals
{
    public static IEnumerable<Refusal> All =>
    [
        new("The policy does not allow other projects' migrations", PolicyFaults.Denied(PolicyRules.HistoryOfAllProjects)),
        new("An unknown query parameter, from 2.59 on", Refused(("foo", "bar"))),
        new("A limit that is not a number, from 2.59 on", Refused(("limit", "-1"))),
        new("A time that is none, from 2.59 on", Refused(("changes-since", "yesterday"))),
        new("changes-since after changes-before, from 2.66 on",
            Refused(("changes-since", "2026-02-01"), ("changes-before", "2026-01-01"))),
        new("A marker that is no migration, from 2.59 on", ListHistory.MarkerNotFound("foo")),
    ];

    private static Fault Refused(params (string Name, string Value)[] parameters)
    {
        var query = parameters.ToDictionary(parameter => parameter.Name, parameter => new StringValues(parameter.Value));
        return HistoryFilter.Parse(new QueryCollection(query), Microversion.Maximum, out _)!;
    }
}
