using System.Text.Json.Nodes;
using Migrations.FunctionalTests.Lifecycle;

namespace Migrations.FunctionalTests.ServerActions;

/// <summary>What was asked of servers, from the request to its end.</summary>
public sealed class ServerActionsTests() : MovingTests(Scenario)
{
    private const string Version = "2.84";
    private const string Busy = "2f1e0c58-7a5d-4c1b-9d0e-6b1f52a3c001";
    private const string Stubborn = "2f1e0c58-7a5d-4c1b-9d0e-6b1f52a3c002";
    private const string Silent = "2f1e0c58-7a5d-4c1b-9d0e-6b1f52a3c003";

    /// <summary>Three that never converge: one obeys, one refuses to be aborted, and one does not answer when it is forced.</summary>
    private const string Scenario = $$"""
        {
          "servers": [
            { "name": "busy", "uuid": "{{Busy}}", "projectId": "4d2f8a0c6b1e4f5a9c3d7e8b0a1c2d3e", "userId": "8f0e1d2c3b4a59687f6e5d4c3b2a1908",
              "memoryMiB": 512, "workingSetMiB": 256, "dirtyMiBPerSecond": 900, "bandwidthMiBPerSecond": 100, "migrates": {} },
            { "name": "stubborn", "uuid": "{{Stubborn}}", "projectId": "4d2f8a0c6b1e4f5a9c3d7e8b0a1c2d3e", "userId": "8f0e1d2c3b4a59687f6e5d4c3b2a1908",
              "memoryMiB": 512, "workingSetMiB": 256, "dirtyMiBPerSecond": 900, "bandwidthMiBPerSecond": 100, "migrates": {} },
            { "name": "silent", "uuid": "{{Silent}}", "projectId": "4d2f8a0c6b1e4f5a9c3d7e8b0a1c2d3e", "userId": "8f0e1d2c3b4a59687f6e5d4c3b2a1908",
              "memoryMiB": 512, "workingSetMiB": 256, "dirtyMiBPerSecond": 900, "bandwidthMiBPerSecond": 100, "migrates": {} }
          ],
          "calls": [
            { "call": "abort", "server": "stubborn", "error": "refused", "message": "the disk is being written" },
            { "call": "forceComplete", "server": "silent", "hang": true }
          ]
        }
        """;

    [Test]
    public async Task Action_OfAForceComplete_EndsWithSuccess()
    {
        var request = await ForceCompleteAsync(Busy);

        var action = await EndAsync(Busy, request);

        var done = action["events"]!.AsArray().Single()!;
        Assert.That(((string?)action["action"], (string?)action["message"], (string?)action["instance_uuid"]),
            Is.EqualTo(("live_migration_force_complete", (string?)null, Busy)));
        Assert.That(((string?)done["event"], (string?)done["result"], (string?)done["host"], (string?)done["details"]),
            Is.EqualTo(("compute_live_migration_force_complete", "Success", "compute-1", (string?)null)));
        Assert.That((string?)action["updated_at"], Is.EqualTo((string?)done["finish_time"]));
    }

    [Test]
    public async Task Action_OfAnAbortThatTheHypervisorRefuses_SaysWhy()
    {
        var request = await AbortAsync(Stubborn);

        var action = await EndAsync(Stubborn, request);

        var done = action["events"]!.AsArray().Single()!;
        Assert.That(((string?)action["action"], (string?)action["message"]), Is.EqualTo(("live_migration_cancel", "Error")));
        Assert.That(((string?)done["event"], (string?)done["result"]), Is.EqualTo(("compute_live_migration_abort", "Error")));
        Assert.That((string?)done["details"], Does.Contain("the disk is being written"));
    }

    [Test]
    public async Task Actions_OfAPendingCommandAndItsRepeat_AreTwoAndOutliveARestart()
    {
        var first = await ForceCompleteAsync(Silent);
        await Service.UntilAsync(() => ShowAsync(Silent, first), action => action["events"]!.AsArray().Count == 1);
        var repeat = await ForceCompleteAsync(Silent);
        Assert.That(repeat, Is.Not.EqualTo(first));

        await RestartAsync();

        Assert.That(await RequestsAsync(Silent), Is.EqualTo(new[] { repeat, first }));
        foreach (var request in new[] { first, repeat })
        {
            var action = await ShowAsync(Silent, request);
            var done = action["events"]!.AsArray().Single()!;
            Assert.That((action["message"], done["finish_time"], done["result"]), Is.EqualTo(((JsonNode?)null, (JsonNode?)null, (JsonNode?)null)));
        }
    }

    [Test]
    public async Task Actions_OfAPendingCommandAndItsRepeat_EndTogetherWhenItIsTooLate()
    {
        var requests = new[] { await ForceCompleteAsync(Silent), await ForceCompleteAsync(Silent) };
        var abort = await AbortAsync(Silent);

        foreach (var request in requests)
        {
            var done = (await EndAsync(Silent, request))["events"]!.AsArray().Single()!;
            Assert.That(((string?)done["result"], (string?)done["details"]), Is.EqualTo(("Error", "The migration is cancelled.")));
        }
        Assert.That((string?)(await EndAsync(Silent, abort))["events"]![0]!["result"], Is.EqualTo("Success"));
        Assert.That(await RequestsAsync(Silent), Is.EqualTo(new[] { abort, requests[1], requests[0] }));
    }

    [Test]
    public async Task Actions_OfRefusedRequests_DoNotExist()
    {
        var id = await RunningAsync(Busy);

        var refused = await Service.SendAsync("DELETE", $"/v2.1/servers/{Busy}/migrations/{id + 1000}");

        Assert.That(refused.Status, Is.EqualTo(404));
        Assert.That(await RequestsAsync(Busy), Is.Empty);
        var shown = await Service.SendAsync(
            "GET", $"/v2.1/servers/{Busy}/os-instance-actions/{refused.Header("x-openstack-request-id")}", version: Version);
        Assert.That(shown.Status, Is.EqualTo(404), shown.Text);
    }

    private async Task<long> RunningAsync(string server) =>
        (long)(await Service.UntilAsync(server, newest => (string)newest["status"]! == "running"))["id"]!;

    private async Task<string> ForceCompleteAsync(string server) =>
        await AcceptAsync("POST", $"/v2.1/servers/{server}/migrations/{await RunningAsync(server)}/action", """{"force_complete": null}""");

    private async Task<string> AbortAsync(string server) =>
        await AcceptAsync("DELETE", $"/v2.1/servers/{server}/migrations/{await RunningAsync(server)}");

    /// <returns>The id of the request.</returns>
    private async Task<string> AcceptAsync(string method, string path, string? body = null)
    {
        var answer = await Service.SendAsync(method, path, body);
        Assert.That(answer.Status, Is.EqualTo(202), answer.Text);
        return answer.Header("x-openstack-request-id")!;
    }

    private async Task<string[]> RequestsAsync(string server) =>
    [
        .. (await Service.GetAsync($"/v2.1/servers/{server}/os-instance-actions", Version))["instanceActions"]!.AsArray()
            .Select(action => (string)action!["request_id"]!),
    ];

    private async Task<JsonNode> ShowAsync(string server, string request) =>
        (await Service.GetAsync($"/v2.1/servers/{server}/os-instance-actions/{request}", Version))["instanceAction"]!;

    /// <summary>The action once its event is over.</summary>
    private Task<JsonNode> EndAsync(string server, string request) => Service.UntilAsync(
        () => ShowAsync(server, request), action => action["events"] is JsonArray and [{ } done] && done["finish_time"] is not null);
}
