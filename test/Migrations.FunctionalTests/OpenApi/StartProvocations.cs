namespace Migrations.FunctionalTests.OpenApi;

/// <summary>Requests for the refusals of the start of a migration.</summary>
internal static class StartProvocations
{
    private const string Operation = "startServerMigration";

    /// <summary>The body of a start that leaves the choice of a host to the service.</summary>
    public const string ToAnyHost = """{"os-migrateLive": {"host": null, "block_migration": "auto"}}""";

    private const string ToAHost = """{"os-migrateLive": {"host": "host2", "block_migration": "auto"}}""";

    public static IEnumerable<Provocation> All =>
    [
        new(Operation, "403", "The-policy-denies-it-without-a-host") { Token = Provocation.Member },
        new(Operation, "403", "The-policy-denies-it-with-a-host") { Token = Provocation.Manager, Body = ToAHost },
        new(Operation, "400", "force-without-a-host--from-2.30-to-2.67")
        {
            Version = "2.30", Body = """{"os-migrateLive": {"host": null, "block_migration": "auto", "force": true}}""",
        },
        new(Operation, "409", "The-server-is-locked--and-the-caller-is-not-administrator") { Token = Provocation.Manager, Path = PathTo(312) },
        new(Operation, "409", "The-server-is-neither-active-nor-paused") { Path = PathTo(303) },
        new(Operation, "409", "Something-is-being-done-to-the-server") { Path = PathTo(309) },
        new(Operation, "400", "There-is-no-such-host") { Path = PathTo(302), Body = """{"os-migrateLive": {"host": "compute-9", "block_migration": "auto"}}""" },
        new(Operation, "400", "The-hypervisor-starts-no-migrations") { Service = ProvokedService.WithoutCommands },
        new(Operation, "400", "The-pre-check-refuses--before-2.34") { Service = ProvokedService.RefusingStarts, Version = "2.33" },
        new(Operation, "409", "The-server-is-powered-off--before-2.34")
        {
            Service = ProvokedService.RefusingStarts, Version = "2.33", Path = PathTo(302),
        },
        new(Operation, "429", "The-caller-has-given-too-many-commands") { Service = ProvokedService.Hurried, Times = 2 },
        new(Operation, "404", "There-is-no-such-server--or-it-is-another-project-s") { Path = PathTo(999) },
        new(Operation, "503", "The-database-cannot-be-used") { Service = ProvokedService.WithoutDatabase },
    ];

    private static string PathTo(int server) => $"/v2.1/servers/{Provocation.Server(server)}/action";
}
