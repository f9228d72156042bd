namespace Migrations.FunctionalTests.OpenApi;

/// <summary>Requests about the policy of a migration: of the 42nd, which was started here, and of others.</summary>
internal static class PolicyProvocations
{
    private const string Show = "showServerMigrationPolicy";
    private const string Set = "setServerMigrationPolicy";

    /// <summary>A body that sets everything.</summary>
    public const string Body = """
        {"policy": {"deadline_seconds": 600, "action": "abort", "max_downtime_milliseconds": 800, "bandwidth_mebibytes_per_second": 100}}
        """;

    public static IReadOnlyList<string> Operations { get; } = [Show, Set];

    public static IEnumerable<Provocation> All =>
    [
        new(Show, "404", "The-server-has-no-such-migration") { Path = PathTo(16, 999) },
        new(Show, "404", "The-migration-is-over--or-has-not-begun") { Path = PathTo(16, 50) },
        new(Show, "409", "This-service-has-not-started-the-migration") { Path = PathTo(16, 41) },
        new(Set, "400", "The-body-is-not-JSON") { Body = "{" },
        new(Set, "400", "The-body-has-another-form") { Body = "1" },
        new(Set, "409", "The-server-is-locked--and-the-caller-is-not-administrator")
        {
            Service = ProvokedService.OpenToMembers, Token = Provocation.Member, Path = PathTo(3, 31),
        },
        new(Set, "404", "The-server-has-no-such-migration") { Path = PathTo(16, 999) },
        new(Set, "400", "The-migration-is-over") { Path = PathTo(16, 50) },
        new(Set, "409", "This-service-has-not-started-the-migration") { Path = PathTo(16, 41) },
        new(Set, "429", "The-caller-has-given-too-many-commands") { Service = ProvokedService.Hurried, Times = 2 },
        new(Set, "503", "The-database-cannot-be-used") { Service = ProvokedService.WithoutDatabase },
    ];

    private static string PathTo(int server, int migration) => $"/v2.1/servers/{Provocation.Server(server)}/migrations/{migration}/policy";
}
