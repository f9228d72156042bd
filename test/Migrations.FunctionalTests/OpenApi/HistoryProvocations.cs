namespace Migrations.FunctionalTests.OpenApi;

/// <summary>Requests for the refusals of the list of all migrations.</summary>
internal static class HistoryProvocations
{
    public static IEnumerable<Provocation> All =>
    [
        new("listMigrations", "403", "The-policy-does-not-allow-other-projects--migrations")
        {
            Service = ProvokedService.OpenToMembers, Token = Provocation.Member,
        },
        Refused("An-unknown-query-parameter--from-2.59-on", "?foo=bar"),
        Refused("A-limit-that-is-not-a-number--from-2.59-on", "?limit=-1"),
        Refused("A-time-that-is-none--from-2.59-on", "?changes-since=yesterday"),
        Refused("changes-since-after-changes-before--from-2.66-on", "?changes-since=2026-02-01&changes-before=2026-01-01"),
        Refused("A-marker-that-is-no-migration--from-2.59-on", "?marker=foo"),
    ];

    private static Provocation Refused(string example, string query) => new("listMigrations", "400", example) { Query = query };
}
