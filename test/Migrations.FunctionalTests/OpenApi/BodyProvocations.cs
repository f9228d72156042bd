namespace Migrations.FunctionalTests.OpenApi;

/// <summary>Requests with bodies that name no action, or not as it should be.</summary>
internal static class BodyProvocations
{
    public static IEnumerable<Provocation> All =>
    [
        .. Refused("forceCompleteServerMigration", "force_complete"),
        .. Refused("startServerMigration", "os-migrateLive"),
    ];

    private static IEnumerable<Provocation> Refused(string operation, string action) =>
    [
        new(operation, "400", "The-body-is-not-an-object-with-one-key") { Body = "{}" },
        new(operation, "404", "The-body-is-a-scalar") { Body = "1" },
        new(operation, "400", "The-action-is-unknown") { Body = """{"pause": null}""" },
        new(operation, "400", "The-action-s-value-has-another-form") { Body = $$"""{"{{action}}": 1}""" },
    ];
}
