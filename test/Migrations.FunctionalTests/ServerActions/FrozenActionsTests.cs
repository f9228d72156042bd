using System.Text.Json.Nodes;
using Migrations.FunctionalTests.Golden;
using Migrations.FunctionalTests.Http;

namespace Migrations.FunctionalTests.ServerActions;

/// <summary>The recorded actions, where the recordings say nothing.</summary>
public sealed class FrozenActionsTests
{
    private const string Servers = "/v2.1/servers";
    private const string Pages = "5f5a1e00-0000-4000-8000-000000000405";
    private const string Deleted = "5f5a1e00-0000-4000-8000-000000000403";

    private const string Migrating = "5f5a1e00-0000-4000-8000-000000000016";

    private FrozenService _service = null!;

    [SetUp]
    public void Start() =>
        _service = new FrozenService(scenario: Path.Combine(GoldenFolders.OwnOfActions, GoldenFolders.ScenarioOfActions));

    [TearDown]
    public void Stop() => _service.Dispose();

    [Test]
    public async Task List_FollowedFromPageToPage_IsTheWholeList()
    {
        var whole = Requests(await GetAsync($"{Servers}/{Pages}/os-instance-actions"));
        var followed = new List<string>();
        var next = $"{Servers}/{Pages}/os-instance-actions?limit=5";
        while (next is not null)
        {
            var page = await GetAsync(next);
            followed.AddRange(Requests(page));
            next = page["links"]?[0]?["href"]?.GetValue<string>()[RawRequest.Root.Length..];
        }

        Assert.That(followed, Is.EqualTo(whole));
        Assert.That(whole, Has.Count.EqualTo(12));
    }

    [Test]
    public async Task Calls_OnceTheDatabaseIsKnownToBeGone_AreRefusedWithTheTimeToWait()
    {
        File.Delete(_service.Database);
        var command = await SendAsync($"{Servers}/{Migrating}/migrations/41", "DELETE");
        Assert.That(command.Status, Is.EqualTo(503), command.Text);

        foreach (var path in new[] { "", "/req-a0000000-0000-4000-8000-000000000030" })
        {
            var answer = await SendAsync($"{Servers}/{Pages}/os-instance-actions{path}");
            Assert.That((answer.Status, answer.Header("Retry-After")), Is.EqualTo((503, "5")), answer.Text);
        }
    }

    [Test]
    public async Task DeletedServer_IsFoundForItsActionsOnly()
    {
        Assert.That((await SendAsync($"{Servers}/{Deleted}/os-instance-actions")).Status, Is.EqualTo(200));
        Assert.That((await SendAsync($"{Servers}/{Deleted}")).Status, Is.EqualTo(404));
        Assert.That((await SendAsync($"{Servers}/{Deleted}/migrations")).Status, Is.EqualTo(404));
        Assert.That((await GetAsync(Servers))["servers"]!.AsArray().Select(server => (string)server!["id"]!), Does.Not.Contain(Deleted));
    }

    private static List<string> Requests(JsonNode page) =>
        [.. page["instanceActions"]!.AsArray().Select(action => (string)action!["request_id"]!)];

    private async Task<JsonNode> GetAsync(string path)
    {
        var answer = await SendAsync(path);
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        return JsonNode.Parse(answer.Body)!;
    }

    private Task<RawAnswer> SendAsync(string path, string method = "GET") =>
        _service.SendAsync(new RawRequest(method, path) { Headers = [("X-OpenStack-Nova-API-Version", "2.84")] });
}
