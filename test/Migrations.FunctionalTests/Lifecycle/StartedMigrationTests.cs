using System.Text.Json.Nodes;
using Migrations.FunctionalTests.Http;

namespace Migrations.FunctionalTests.Lifecycle;

/// <summary>Migrations that this service starts, from the request to their end, as a client sees them.</summary>
public sealed class StartedMigrationTests() : MovingTests(Scenario)
{
    private const string Endless = "2f1e0c58-7a5d-4c1b-9d0e-6b1f52a3c001";
    private const string Quick = "2f1e0c58-7a5d-4c1b-9d0e-6b1f52a3c002";

    /// <summary>One that never converges, and one that does; a host that is fit, and one that is not.</summary>
    private const string Scenario = $$"""
        {
          "destinations": [
            { "compute": "compute-2", "node": "node-2", "host": "192.0.2.12" },
            { "compute": "compute-4", "node": "node-4", "refuses": { "check": "cpu", "reason": "CPU does not have compatibility." } }
          ],
          "servers": [
            { "name": "endless", "uuid": "{{Endless}}", "projectId": "4d2f8a0c6b1e4f5a9c3d7e8b0a1c2d3e", "userId": "8f0e1d2c3b4a59687f6e5d4c3b2a1908",
              "memoryMiB": 512, "workingSetMiB": 256, "dirtyMiBPerSecond": 900, "bandwidthMiBPerSecond": 100 },
            { "name": "quick", "uuid": "{{Quick}}", "projectId": "4d2f8a0c6b1e4f5a9c3d7e8b0a1c2d3e", "userId": "8f0e1d2c3b4a59687f6e5d4c3b2a1908",
              "memoryMiB": 64, "dirtyMiBPerSecond": 1, "bandwidthMiBPerSecond": 100 }
          ]
        }
        """;

    [SetUp]
    public Task SeeTheServers() => Service.UntilAsync(
        async () => (await Service.GetAsync("/v2.1/servers"))["servers"]!.AsArray().Count, count => count == 2);

    [Test]
    public async Task Start_IsMigratingFromTheAnswerOn_AndEndsAtTheDestination()
    {
        var answer = await StartAsync(Quick, "null");
        var accepted = (await Service.HistoryAsync(Quick)).Single()!;
        var migrating = await ServerAsync(Quick);

        var ended = await Service.UntilAsync(Quick, newest => (string)newest["status"]! == "completed");

        Assert.That(answer.Status, Is.EqualTo(202), answer.Text);
        Assert.That(((string)migrating["status"]!, (string?)migrating["OS-EXT-STS:task_state"]), Is.EqualTo(("MIGRATING", "migrating")));
        Assert.That((long)ended["id"]!, Is.EqualTo((long)accepted["id"]!));
        Assert.That(((string?)ended["source_compute"], (string?)ended["dest_compute"], (string?)ended["dest_node"], (string?)ended["dest_host"]),
            Is.EqualTo(("compute-1", "compute-2", "node-2", "192.0.2.12")));
        var server = await ServerAsync(Quick);
        Assert.That(((string)server["status"]!, (string?)server["OS-EXT-SRV-ATTR:host"]), Is.EqualTo(("ACTIVE", "compute-2")));
    }

    [Test]
    public async Task Action_OfAStart_HasThePreCheckAndTheMigration()
    {
        var answer = await StartAsync(Quick, "\"compute-2\"");
        await Service.UntilAsync(Quick, newest => (string)newest["status"]! == "completed");

        var action = await ActionAsync(Quick, answer);

        Assert.That(((string?)action["action"], (string?)action["message"]), Is.EqualTo(("live-migration", (string?)null)));
        Assert.That(action["events"]!.AsArray().Select(done => ((string?)done!["event"], (string?)done["result"])), Is.EqualTo(new[]
        {
            ("compute_live_migration", "Success"), ("conductor_live_migrate_instance", "Success"),
        }));
    }

    [Test]
    public async Task Start_WhosePreCheckRefuses_IsAnErrorWithTheReasonInItsAction()
    {
        var answer = await StartAsync(Quick, "\"compute-4\"");
        var ended = await Service.UntilAsync(Quick, newest => (string)newest["status"]! == "error");

        Assert.That(answer.Status, Is.EqualTo(202), answer.Text);
        Assert.That(ended["dest_compute"], Is.Null);
        var done = (await ActionAsync(Quick, answer))["events"]!.AsArray().Single()!;
        Assert.That((string?)done["details"], Does.Contain("CPU does not have compatibility."));
        Assert.That((await ServerAsync(Quick))["OS-EXT-STS:task_state"], Is.Null);
    }

    [Test]
    public async Task Start_WhosePreCheckIsAwaited_IsRefusedInTheAnswer()
    {
        var answer = await StartAsync(Quick, "\"compute-4\"", "2.25");

        Assert.That((answer.Status, answer.Text.Contains("Unacceptable CPU info: CPU does not have compatibility.", StringComparison.Ordinal)),
            Is.EqualTo((400, true)), answer.Text);
    }

    [Test]
    public async Task Start_BehindAnother_WaitsAndCanBeAborted()
    {
        await StartAsync(Endless, "null");
        await Service.UntilAsync(Endless, newest => (string)newest["status"]! == "running");
        await StartAsync(Quick, "null");
        var queued = await Service.UntilAsync(Quick, newest => (string)newest["status"]! == "queued");
        await Service.PassAsync(TimeSpan.FromSeconds(10));

        var tooOld = await Service.SendAsync("DELETE", $"/v2.1/servers/{Quick}/migrations/{queued["id"]}", version: "2.64");
        var abort = await Service.SendAsync("DELETE", $"/v2.1/servers/{Quick}/migrations/{queued["id"]}", version: "2.65");
        await Service.UntilAsync(Quick, newest => (string)newest["status"]! == "cancelled");

        Assert.That((tooOld.Status, abort.Status), Is.EqualTo((400, 202)));
        Assert.That((await Service.HistoryAsync(Quick)), Has.Count.EqualTo(1));
        Assert.That(((string)(await ServerAsync(Quick))["status"]!, (string)(await ServerAsync(Endless))["status"]!), Is.EqualTo(("ACTIVE", "MIGRATING")));
    }

    [Test]
    public async Task Start_OverARestart_IsTheSameMigration()
    {
        await StartAsync(Endless, "null");
        var before = await Service.UntilAsync(Endless, newest => (string)newest["status"]! == "running");

        await RestartAsync();

        var after = await Service.UntilAsync(Endless, newest => (string)newest["status"]! == "running");
        Assert.That((await Service.HistoryAsync(Endless)), Has.Count.EqualTo(1));
        Assert.That(((long)after["id"]!, (string?)after["uuid"]), Is.EqualTo(((long)before["id"]!, (string?)before["uuid"])));
    }

    /// <param name="host">In JSON.</param>
    private Task<RawAnswer> StartAsync(string server, string host, string version = "2.80") => Service.SendAsync(
        "POST", $"/v2.1/servers/{server}/action", $$$"""{"os-migrateLive": {"host": {{{host}}}, "block_migration": "auto"}}""", version);

    private async Task<JsonNode> ServerAsync(string server) => (await Service.GetAsync($"/v2.1/servers/{server}"))["server"]!;

    private async Task<JsonNode> ActionAsync(string server, RawAnswer start) => (await Service.GetAsync(
        $"/v2.1/servers/{server}/os-instance-actions/{start.Header("x-openstack-request-id")}", "2.84"))["instanceAction"]!;
}
