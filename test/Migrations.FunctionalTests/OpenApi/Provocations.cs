namespace Migrations.FunctionalTests.OpenApi;

/// <summary>A request for every answer and every example of the document.</summary>
internal static class Provocations
{
    private const string NoServer = "There-is-no-such-server--or-it-is-another-project-s";
    private const string NoMigration = "The-server-has-no-such-migration";

    /// <summary>The call whose success has no end; see EventStreamTests.</summary>
    public const string Endless = "followMigrations";

    private static readonly string[] OfServers = ["showServer", .. OfMigrations, .. OfActions];
    private static string[] Commands => ["forceCompleteServerMigration", "abortServerMigration"];
    private static string[] AllCommands => ["startServerMigration", .. Commands];
    private static string[] OfActions => ["listServerActions", "showServerAction"];
    private static string[] OfMigrations =>
        ["listServerMigrations", "showServerMigration", "showServerMigrationProgress", "listServerMigrationSamples",
            "followServerMigration", .. PolicyProvocations.Operations, .. Commands];
    private static IEnumerable<string> Calls => Provocation.Operations.Skip(4);

    public static IEnumerable<Provocation> All =>
    [
        .. Provocation.Operations.Except(["checkReady", Endless])
            .Select(operation => new Provocation(operation, AllCommands.Contains(operation) ? "202" : "200", null)),
        new("checkReady", "503", null),
        .. Provocation.Operations.Select(operation => new Provocation(operation, "413", "The-body-is-larger-than-the-limit")
        {
            Body = new string(' ', 114_689),
        }),
        .. Calls.Append("showVersion").SelectMany(OfVersions),
        .. Calls.SelectMany(OfCalls),
        .. OfServers.Select(operation => new Provocation(operation, "404", NoServer) { Path = PathTo(operation, server: 999) }),
        .. OfMigrations.Concat(["listMigrations", Endless]).Concat(OfActions).Select(operation => new Provocation(operation, "403", "The-policy-denies-it")
        {
            Token = Provocation.Member,
        }),
        .. OfMigrations.Append(Endless).SelectMany(OldVersions),
        .. new[] { "listServers", "listServersDetailed" }.Select(operation =>
            new Provocation(operation, "400", "The-name-is-not-a-regular-expression") { Query = "?name=[" }),
        .. new[] { "showServerMigration", "listServerMigrationSamples" }.SelectMany(operation => new Provocation[]
        {
            new(operation, "404", NoMigration) { Path = PathTo(operation, 16, 999) },
            new(operation, "404", "The-migration-is-over--or-has-not-begun") { Path = PathTo(operation, 16, 50) },
        }),
        new("showServerMigrationProgress", "404", NoMigration) { Path = PathTo("showServerMigrationProgress", 16, 999) },
        new("followServerMigration", "404", NoMigration) { Path = PathTo("followServerMigration", 16, 999) },
        new("followServerMigration", "204", null) { LastEventId = "0" },
        new(Endless, "400", "An-unknown-query-parameter") { Query = "?foo=bar" },
        new(Endless, "400", "A-server-that-is-no-UUID") { Query = "?server=web-1" },
        new(Endless, "400", "A-status-that-there-is-not") { Query = "?status=moving" },
        new("forceCompleteServerMigration", "400", NoMigration) { Path = PathTo("forceCompleteServerMigration", 16, 999) },
        new("forceCompleteServerMigration", "409", "The-server-is-not-active") { Path = PathTo("forceCompleteServerMigration", 5, 33) },
        new("abortServerMigration", "404", NoMigration) { Path = PathTo("abortServerMigration", 16, 999) },
        .. Commands.SelectMany(OfCommands),
        new("listServers", "503", "Keystone-cannot-be-asked-whether-the-token-is-valid") { Service = ProvokedService.WithoutKeystone },
        .. Commands.Select(operation =>
            new Provocation(operation, "503", "The-database-cannot-be-used") { Service = ProvokedService.WithoutDatabase }),
        .. Calls.Select(operation =>
            new Provocation(operation, "503", "The-hypervisor-has-never-answered") { Service = ProvokedService.WithoutContact }),
        .. HistoryProvocations.All,
        .. ActionProvocations.All,
        .. BodyProvocations.All,
        .. StartProvocations.All,
        .. PolicyProvocations.All,
    ];

    private static IEnumerable<Provocation> OfVersions(string operation) =>
    [
        new(operation, "400", "The-version-is-malformed") { Version = "2" },
        new(operation, "406", "The-version-is-not-supported") { Version = "2.999" },
    ];

    private static IEnumerable<Provocation> OfCalls(string operation) =>
    [
        new(operation, "401", null) { Service = ProvokedService.WithoutKeystone, Token = "" },
        new(operation, "415", "The-content-type--if-there-is-one--is-not-JSON") { ContentType = "text/html" },
        new(operation, "400", "The-project-in-the-URL-is-not-the-token-s")
        {
            Path = Provocation.PathOf(operation).Replace("/v2.1", "/v2.1/" + new string('0', 32), StringComparison.Ordinal),
        },
    ];

    private static IEnumerable<Provocation> OldVersions(string operation)
    {
        var since = operation switch { "forceCompleteServerMigration" => "2.22", "abortServerMigration" => "2.24", _ => "2.23" };
        yield return new(operation, "404", $"The-version-is-older-than-{since}") { Version = "2.21" };
        if (operation is "listServerMigrations" or "showServerMigration")
            yield return new(operation, "400", "A-query-parameter--from-2.102-on") { Query = "?limit=1" };
    }

    private static IEnumerable<Provocation> OfCommands(string operation) =>
    [
        new(operation, "409", "The-server-is-locked--and-the-caller-is-not-administrator")
        {
            Service = ProvokedService.OpenToMembers, Token = Provocation.Member, Path = PathTo(operation, 3, 31),
        },
        new(operation, "409", "The-server-is-not-being-migrated") { Path = PathTo(operation, 2, 30) },
        new(operation, "409", "Something-else-is-done-to-the-server")
        {
            Service = ProvokedService.Resizing, Path = PathTo(operation, 16, 41),
        },
        new(operation, "400", "The-migration-s-status-does-not-allow-it") { Path = PathTo(operation, 16, 50) },
        new(operation, "429", "The-caller-has-given-too-many-commands") { Service = ProvokedService.Hurried, Times = 2 },
        new(operation, "400", "The-hypervisor-takes-no-commands") { Service = ProvokedService.WithoutCommands },
    ];

    private static string PathTo(string operation, int server, int migration = 41) => Provocation.PathOf(operation)
        .Replace(Provocation.Server(16), Provocation.Server(server), StringComparison.Ordinal)
        .Replace(Provocation.Server(401), Provocation.Server(server), StringComparison.Ordinal)
        .Replace("migrations/41", $"migrations/{migration}", StringComparison.Ordinal)
        .Replace("migrations/50", $"migrations/{migration}", StringComparison.Ordinal);
}
