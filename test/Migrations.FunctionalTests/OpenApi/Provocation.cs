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

    private static readonly Dictionary<string, (string Method, string Path)> Usual = new()
    {
        ["listVersions"] = ("GET", "/"),
        ["showVersion"] = ("GET", "/v2.1"),
        ["checkLive"] = ("GET", "/healthz/live"),
        ["checkReady"] = ("GET", "/healthz/ready"),
        ["listServers"] = ("GET", "/v2.1/servers"),
        ["listServersDetailed"] = ("GET", "/v2.1/servers/detail"),
        ["showServer"] = ("GET", $"/v2.1/servers/{Server(16)}"),
        ["listServerMigrations"] = ("GET", $"/v2.1/servers/{Server(16)}/migrations"),
        ["showServerMigration"] = ("GET", $"/v2.1/servers/{Server(16)}/migrations/41"),
        ["showServerMigrationProgress"] = ("GET", $"/v2.1/servers/{Server(16)}/migrations/41/progress"),
        ["listServerMigrationSamples"] = ("GET", $"/v2.1/servers/{Server(16)}/migrations/41/samples"),
        ["followServerMigration"] = ("GET", $"/v2.1/servers/{Server(16)}/migrations/50/events"),
        ["followMigrations"] = ("GET", "/v2.1/migration-events"),
        ["forceCompleteServerMigration"] = ("POST", $"/v2.1/servers/{Server(16)}/migrations/41/action"),
        ["abortServerMigration"] = ("DELETE", $"/v2.1/servers/{Server(16)}/migrations/41"),
        ["listMigrations"] = ("GET", "/v2.1/os-migrations"),
        ["listServerActions"] = ("GET", $"/v2.1/servers/{Server(401)}/os-instance-actions"),
        ["showServerAction"] = ("GET", $"/v2.1/servers/{Server(401)}/os-instance-actions/req-a0000000-0000-4000-8000-000000000007"),
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
        var (method, path) = Usual[Operation];
        var body = Body ?? (method == "POST" ? """{"force_complete": null}""" : null);
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
