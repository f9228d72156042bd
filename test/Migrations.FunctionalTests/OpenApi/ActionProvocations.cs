namespace Migrations.FunctionalTests.OpenApi;

/// <summary>Requests for the refusals of the actions of a server.</summary>
internal static class ActionProvocations
{
    public static IEnumerable<Provocation> All =>
    [
        Refused("An-unknown-query-parameter--from-2.58-on", "?foo=bar"),
        Refused("A-limit-that-is-not-a-number--from-2.58-on", "?limit=-1"),
        Refused("A-time-that-is-none--from-2.58-on", "?changes-since=yesterday"),
        Refused("changes-since-after-changes-before--from-2.66-on", "?changes-since=2026-02-01&changes-before=2026-01-01"),
        Refused("A-marker-that-is-no-action-of-the-server--from-2.58-on", "?marker=foo"),
        new("showServerAction", "400", "A-query-parameter--from-2.102-on") { Query = "?limit=1" },
        new("showServerAction", "404", "No-such-request-was-about-this-server")
        {
            Path = $"{Provocation.PathOf("listServerActions")}/req-8b1e7b2c-6a0d-4c57-9d1f-0c6a7d1f5b3e",
        },
    ];

    private static Provocation Refused(string example, string query) => new("listServerActions", "400", example) { Query = query };
}
