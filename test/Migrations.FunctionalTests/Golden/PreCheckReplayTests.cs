using System.Text.Json;
using System.Text.Json.Nodes;
using Migrations.Drivers;
using Migrations.FunctionalTests.Http;
using Moq;

namespace Migrations.FunctionalTests.Golden;

/// <summary>Replays the starts whose pre-check refuses, and compares the answer and what it has left behind.</summary>
[Category("Golden")]
public sealed class PreCheckReplayTests
{
    private static readonly Guid Server = Guid.Parse("5f5a1e00-0000-4000-8000-000000000301");

    private readonly Mock<IMigrationStarter> _starter = new();
    private FrozenService _service = null!;

    [OneTimeSetUp]
    public void Start()
    {
        var scenario = Path.Combine(GoldenFolders.OwnOfActions, GoldenFolders.ScenarioOfActions);
        _starter.Setup(starter => starter.Destinations).Returns([.. GoldenSeed.Hosts(scenario).Select(host => new Destination(host))]);
        _service = new FrozenService(scenario: scenario, starter: _starter.Object);
    }

    [OneTimeTearDown]
    public void Stop() => _service.Dispose();

    [TestCaseSource(nameof(Cases))]
    public async Task Start_WhosePreCheckRefuses_IsAnsweredAndEndsAsRecorded(GoldenCase recorded)
    {
        _starter.Setup(starter => starter.CheckAsync(It.IsAny<StartOrder>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new StartRefusedException(RecordedRefusals.Of(recorded.Recorded)));

        var answer = await _service.SendAsync(recorded.Request);

        GoldenAssert.Matches(answer, recorded.Expected);
        var action = await EndedAsync(answer.Header("x-openstack-request-id")!);
        if (recorded.Recorded.TryGetProperty("afterwards", out var afterwards))
            await CompareAsync(action, afterwards);
    }

    private static IEnumerable<TestCaseData> Cases() =>
        GoldenCase.Read("precheck.jsonl").Select(recorded => new TestCaseData(recorded).SetName($"{{m}}({recorded})"));

    /// <summary>The action of a request, once it has failed.</summary>
    private Task<JsonNode> EndedAsync(string request) => Eventually.SeesAsync(
        "the action has failed", async () => (await GetAsync($"servers/{Server}/os-instance-actions/{request}"))["instanceAction"]!,
        action => (string?)action["message"] == "Error");

    private async Task CompareAsync(JsonNode action, JsonElement afterwards)
    {
        var server = (await GetAsync($"servers/{Server}"))["server"]!;
        Assert.That(((string?)server["OS-EXT-STS:vm_state"], (string?)server["OS-EXT-STS:task_state"]),
            Is.EqualTo((Text(afterwards, "vm_state"), Text(afterwards, "task_state"))));

        var migration = (await GetAsync($"os-migrations?instance_uuid={Server}&limit=1"))["migrations"]![0]!;
        foreach (var field in new[] { "status", "migration_type", "source_compute", "dest_compute", "source_node", "dest_node" })
            Assert.That((string?)migration[field], Is.EqualTo(Text(afterwards.GetProperty("migrations")[0], field)), field);

        Assert.That((string?)action["action"], Is.EqualTo(Text(afterwards, "action")));
        var done = action["events"]!.AsArray().Single()!;
        foreach (var field in new[] { "event", "result", "details" })
            Assert.That((string?)done[field], Is.EqualTo(Text(afterwards.GetProperty("events")[0], field)), field);
    }

    private async Task<JsonNode> GetAsync(string path)
    {
        var answer = await _service.SendAsync(new RawRequest("GET", $"/v2.1/{path}") { Headers = [("X-OpenStack-Nova-API-Version", "2.84")] });
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        return JsonNode.Parse(answer.Body)!;
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
