using System.Text;
using Migrations.FunctionalTests.Http;

namespace Migrations.FunctionalTests.OpenApi;

/// <summary>A request that gets a documented answer.</summary>
/// <param name="Operation">Id of the operation.</param>
/// <param name="Status">The documented status.</param>
/// <param name="Example">The documented example that the body is like; null when any body of the schema will do.</param>
public sealed record Provocation(string Operation, string Status, string? Example)
{
    public const string Administrator = "f1a2b3c4d5e6f708192a3b4c5d6e7f80:6f70656e737461636b20342065766572:admin";
    public const string Member = "f1a2b3c4d5e6f708192a3b4c5d6e7f80:6f70656e737461636b20342065766572:member";

    /// <summary>A manager of the project of the recorded servers.</summary>
    public const string Manager = "f1a2b3c4d5e6f708192a3b4c5d6e7f80:6f70656e737461636b20342065766572:manager,member,reader";

    private const string ForceComplete = """{"force_complete": null}""";

    private static readonly Dictionary<string, (string Method, string Path, string? Body)> Usual = new()
    {
        ["listVersions"] = ("GET", "/", null),
        ["showVersion"] = ("GET", "/v2.1", null),
        ["checkLive"] = ("GET", "/healthz/live", null),
        ["checkReady"] = ("GET", "/healthz/ready", null),
        ["listServers"] = ("GET", "/v2.1/servers", null),
        ["listServersDetailed"] = ("GET", "/v2.1/servers/detail", null),
        ["showServer"] = ("GET", $"/v2.1/servers/{Server(16)}", null),
        ["startServerMigration"] = ("POST", $"/v2.1/servers/{Server(301)}/action", StartProvocations.ToAnyHost),
        ["listServerMigrations"] = ("GET", $"/v2.1/servers/{Server(16)}/migrations", null),
        ["showServerMigration"] = ("GET", $"/v2.1/servers/{Server(16)}/migrations/41", null),
        ["showServerMigrationProgress"] = ("GET", $"/v2.1/servers/{Server(16)}/migrations/41/progress", null),
        ["listServerMigrationSamples"] = ("GET", $"/v2.1/servers/{Server(16)}/migrations/41/samples", null),
        ["showServerMigrationPolicy"] = ("GET", $"/v2.1/servers/{Server(16)}/migrations/42/policy", null),
        ["setServerMigrationPolicy"] = ("PUT", $"/v2.1/servers/{Server(16)}/migrations/42/policy", PolicyProvocations.Body),
        ["followServerMigration"] = ("GET", $"/v2.1/servers/{Server(16)}/migrations/50/events", null),
        ["followMigrations"] = ("GET", "/v2.1/migration-events", null),
        ["forceCompleteServerMigration"] = ("POST", $"/v2.1/servers/{Server(16)}/migrations/41/action", ForceComplete),
        ["abortServerMigration"] = ("DELETE", $"/v2.1/servers/{Server(16)}/migrations/41", null),
        ["listMigrations"] = ("GET", "/v2.1/os-migrations", null),
        ["listServerActions"] = ("GET", $"/v2.1/servers/{Server(401)}/os-instance-actions", null),
        ["showServerAction"] = ("GET", $"/v2.1/servers/{Server(401)}/os-instance-actions/req-a0000000-0000-4000-8000-000000000007", null),
    };

    /// <summary>What the service is like; see <see cref="ProvokedServices"/>.</summary>
    internal ProvokedService Service { get; init; }

    /// <summary>How often it is sent; the last answer counts.</summary>
    internal int Times { get; init; } = 1;

    /// <summary>The event after which a stream goes on.</summary>
    internal string? LastEventId { get; init; }

    internal string Token { get; init; } = Administrator;
    internal string Version { get; init; } = "2.104";
    internal string? Path { get; init; }
    internal string Query { get; init; } = "";
    internal string ContentType { get; init; } = "application/json";
    internal string? Body { get; init; }

    /// <summary>A server of the recorded scenario.</summary>
    public static string Server(int number) => $"5f5a1e00-0000-4000-8000-{number:D12}";

    public static IEnumerable<string> Operations => Usual.Keys;

    public static string PathOf(string operation) => Usual[operation].Path;

    internal RawRequest ToRequest()
    {
        var (method, path, usualBody) = Usual[Operation];
        var body = Body ?? usualBody;
        return new RawRequest(method, (Path ?? path) + Query)
        {
            Headers =
            [
                ("X-Auth-Token", Token), ("X-OpenStack-Nova-API-Version", Version), ("Content-Type", ContentType),
                .. LastEventId is null ? [] : new[] { ("Last-Event-ID", LastEventId) },
            ],
            Body = body is null ? null : Encoding.UTF8.GetBytes(body),
        };
    }

    public override string ToString() => $"{Operation} {Status} {Example}".TrimEnd();
}
