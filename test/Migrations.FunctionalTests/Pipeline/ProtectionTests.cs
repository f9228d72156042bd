using System.Text.Json.Nodes;
using Migrations.FunctionalTests.Http;
using Migrations.Operations;

namespace Migrations.FunctionalTests.Pipeline;

/// <summary>What protects the service on a real network: the rate of commands, the audit log, and whom it believes.</summary>
public sealed class ProtectionTests
{
    private const string Migration = "/v2.1/servers/5f5a1e00-0000-4000-8000-000000000016/migrations/41";
    private const string Project = "6f70656e737461636b20342065766572";

    [Test]
    public async Task Commands_AboveTheRate_AreRefusedWithTheTimeToWaitForThatCallerOnly()
    {
        using var service = new FrozenService(new Dictionary<string, string> { ["Limits:CommandsPerMinute"] = "2" });
        await AbortAsync(service, $"a:{Project}:admin");
        await AbortAsync(service, $"a:{Project}:admin");

        var third = await AbortAsync(service, $"a:{Project}:admin");
        var another = await AbortAsync(service, $"b:{Project}:admin");
        var read = await service.SendAsync(new RawRequest("GET", Migration) { Headers = [("X-Auth-Token", $"a:{Project}:admin"), ("X-OpenStack-Nova-API-Version", "2.80")] });

        Assert.That(third.Status, Is.EqualTo(429));
        Assert.That((int)JsonNode.Parse(third.Body)!["overLimit"]!["code"]!, Is.EqualTo(429));
        Assert.That(int.Parse(third.Header("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture), Is.InRange(1, 60));
        Assert.That((another.Status, read.Status), Is.EqualTo((202, 200)));
    }

    [Test]
    public async Task Audit_HasEveryRefusalAndEveryAcceptedCommandWithItsCaller()
    {
        using var service = new FrozenService();

        var refused = await AbortAsync(service, $"mallory:{Project}:member");
        var accepted = await AbortAsync(service, $"alice:{Project}:admin");

        Assert.That(service.Log.Of(AuditLog.Category), Has.Some.Match(
            $"DELETE {Migration} refused with 403: user mallory, project {Project}, request {refused.Header("x-compute-request-id")}"));
        Assert.That(service.Log.Of(AuditLog.Category), Has.Some.Match(
            $"abort of migration 41 .* accepted: user alice, project {Project}, request {accepted.Header("x-compute-request-id")}"));
    }

    [TestCase("127.0.0.0/8", "https://api.example.org/v2.1/")]
    [TestCase("127.0.0.1", "https://api.example.org/v2.1/")]
    [TestCase("192.0.2.1", "http://127.0.0.1/v2.1/")]
    [TestCase(null, "http://127.0.0.1/v2.1/")]
    public async Task ForwardedHeaders_AreBelievedFromTrustedProxiesOnly(string? trusted, string link)
    {
        using var service = new FrozenService(trusted is null ? null : new Dictionary<string, string> { ["Proxies:Trusted"] = trusted });

        var answer = await service.SendAsync(new RawRequest("GET", "/v2.1/")
        {
            Headers = [("X-Forwarded-For", "192.0.2.99"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "api.example.org")],
        });

        Assert.That((string)JsonNode.Parse(answer.Body)!["version"]!["links"]![0]!["href"]!, Is.EqualTo(link));
    }

    private static Task<RawAnswer> AbortAsync(FrozenService service, string token) =>
        service.SendAsync(new RawRequest("DELETE", Migration)
        {
            Headers = [("X-Auth-Token", token), ("X-OpenStack-Nova-API-Version", "2.80")],
        });
}
