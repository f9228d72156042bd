using System.Text.Json.Nodes;
using Migrations.FunctionalTests.Http;

namespace Migrations.FunctionalTests.Servers;

/// <summary>What clients ask of servers before they turn to migrations.</summary>
public sealed class ServersTests
{
    private const string Project = "6f70656e737461636b20342065766572";
    private const string Server = "/v2.1/servers/5f5a1e00-0000-4000-8000-000000000016";

    private FrozenService _service = null!;

    [OneTimeSetUp]
    public void Start() => _service = new FrozenService();

    [OneTimeTearDown]
    public void Stop() => _service.Dispose();

    [Test]
    public async Task Show_OfAMigratingServer_HasWhatClientsPoll()
    {
        var server = (await GetAsync(Server))["server"]!;

        Assert.That((string)server["status"]!, Is.EqualTo("MIGRATING"));
        Assert.That((string)server["OS-EXT-STS:task_state"]!, Is.EqualTo("migrating"));
        Assert.That((string)server["OS-EXT-STS:vm_state"]!, Is.EqualTo("active"));
        Assert.That((int)server["OS-EXT-STS:power_state"]!, Is.EqualTo(1));
        Assert.That((string)server["OS-EXT-SRV-ATTR:host"]!, Is.EqualTo("host1"));
        Assert.That((string)server["tenant_id"]!, Is.EqualTo(Project));
        Assert.That((string)server["user_id"]!, Is.EqualTo("f1a2b3c4d5e6f708192a3b4c5d6e7f80"));
    }

    [TestCase("000000000002", "ACTIVE")]
    [TestCase("000000000005", "MIGRATING")]
    [TestCase("000000000009", "ERROR")]
    [TestCase("000000000017", "SUSPENDED")]
    [TestCase("000000000018", "SHUTOFF")]
    public async Task Status_IsDerivedFromStateAndTask(string id, string status) =>
        Assert.That((string)(await GetAsync($"/v2.1/servers/5f5a1e00-0000-4000-8000-{id}"))["server"]!["status"]!, Is.EqualTo(status));

    [Test]
    public async Task Host_IsShownToAdministratorsOnly() =>
        Assert.That((await GetAsync(Server, $"u:{Project}:member"))["server"]!["OS-EXT-SRV-ATTR:host"], Is.Null);

    [TestCase("/v2.1/servers?name=two-running", "two-running")]
    [TestCase("/v2.1/servers/detail?name=%5Etwo-", "two-running")]
    [TestCase("/v2.1/servers?name=locked-by", "locked-by-admin,locked-by-owner")]
    [TestCase("/v2.1/servers?name=nobody", "")]
    public async Task List_ByName_MatchesItAsARegularExpression(string path, string names) =>
        Assert.That(string.Join(',', await NamesAsync(path)), Is.EqualTo(names));

    [Test]
    public async Task List_ForAMember_HasTheProjectsServersOnly()
    {
        Assert.That(await NamesAsync("/v2.1/servers", $"u:{Project}:member"), Has.None.EqualTo("other-project").And.Some.EqualTo("idle"));
        Assert.That(await NamesAsync("/v2.1/servers", "u:b0c1d2e3f4a5968778695a4b3c2d1e0f:member"), Is.EqualTo(new[] { "other-project" }));
    }

    [Test]
    public async Task List_ByNoRegularExpression_Is400()
    {
        var answer = await _service.SendAsync(new RawRequest("GET", "/v2.1/servers?name=("));
        Assert.That(answer.Status, Is.EqualTo(400));
    }

    private async Task<IEnumerable<string>> NamesAsync(string path, string? token = null) =>
        (await GetAsync(path, token))["servers"]!.AsArray().Select(server => (string)server!["name"]!);

    private async Task<JsonNode> GetAsync(string path, string? token = null)
    {
        var answer = await _service.SendAsync(new RawRequest("GET", path) { Headers = token is null ? [] : [("X-Auth-Token", token)] });
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        return JsonNode.Parse(answer.Body)!;
    }
}
