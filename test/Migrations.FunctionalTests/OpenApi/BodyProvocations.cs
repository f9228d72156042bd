namespace Migrations.FunctionalTests.OpenApi;

/// <summary>Requests with bodies that name no action, or not as it should be.</summary>
internal static class BodyProvocations
{
    public static IEnumerable<Provocation> All =>
    [
        Refused("400", "The-body-is-not-an-object-with-one-key", "{}"),
        Refused("404", "The-body-is-a-scalar", "1"),
        Refused("400", "The-action-is-unknown", """{"pause": null}"""),
        Refused("400", "The-action-s-value-is-not-null", """{"force_complete": 1}"""),
    ];

    private static Provocation Refused(string status, string example, string body) =>
        new("forceCompleteServerMigration", status, example) { Body = body };
}
