using System.Text.Json.Nodes;

namespace Migrations.FunctionalTests.Lifecycle;

/// <summary>Migrations that this service has started, and the policies that end them.</summary>
public sealed class EndingTests() : MovingTests(Scenario)
{
    private const string Idle = "2f1e0c58-7a5d-4c1b-9d0e-6b1f52a3c001";

    /// <summary>A server that stays until it is started, and then never converges.</summary>
    private const string Scenario = $$"""
        {
          "servers": [
            { "name": "idle", "uuid": "{{Idle}}", "projectId": "4d2f8a0c6b1e4f5a9c3d7e8b0a1c2d3e", "userId": "8f0e1d2c3b4a59687f6e5d4c3b2a1908",
              "memoryMiB": 512, "workingSetMiB": 256, "dirtyMiBPerSecond": 900, "bandwidthMiBPerSecond": 100 }
          ]
        }
        """;

    [Test]
    public async Task Policy_ThatWasSet_LastsAcrossARestartAndEndsTheMigrationWithItsReason()
    {
        var path = await StartAsync();
        Assert.That((string)(await PolicyInForceAsync(path))["explanation"]!, Does.Contain("Starts:MaxDowntime 500ms"));

        await SetAsync(path, """{"policy": {"deadline_seconds": 40, "bandwidth_mebibytes_per_second": 20}}""");
        await RestartAsync();
        await Service.UntilAsync(Idle, newest => (string)newest["status"]! == "running");
        Assert.That((await Service.GetAsync($"{path}/policy"))["policy"]!.ToJsonString(), Is.EqualTo(
            """{"deadline_seconds":40,"action":null,"max_downtime_milliseconds":null,"bandwidth_mebibytes_per_second":20}"""));
        Assert.That((double)(await PolicyInForceAsync(path))["deadline_seconds"]!, Is.EqualTo(40));

        await Service.UntilAsync(Idle, newest => (string)newest["status"]! == "cancelled");

        var progress = (await Service.GetAsync($"{path}/progress"))["progress"]!;
        Assert.That((string)progress["reason"]!, Is.EqualTo("Aborted by its policy: the deadline of 40s that was set for it passed."));
        Assert.That((double)progress["elapsed_seconds"]!, Is.InRange(40, 43));
        Assert.That((long)progress["memory_bytes_per_second"]!, Is.EqualTo(20 << 20));
        Assert.That(progress["commands"]!.AsArray().Single()!["user_id"]!.GetValue<string>(), Is.EqualTo("policy"));
        var actions = (await Service.GetAsync($"/v2.1/servers/{Idle}/os-instance-actions"))["instanceActions"]!.AsArray();
        Assert.That(actions.Select(action => (string)action!["action"]!), Is.EqualTo(new[] { "live_migration_cancel", "live-migration" }));
        Assert.That((string)(await Service.GetAsync($"/v2.1/servers/{Idle}"))["server"]!["OS-EXT-SRV-ATTR:host"]!, Is.EqualTo("compute-1"));
    }

    [Test]
    public async Task Policy_ThatForces_EndsTheMigrationCompleted()
    {
        var path = await StartAsync();

        await SetAsync(path, """{"policy": {"deadline_seconds": 20, "action": "force_complete"}}""");
        await Service.UntilAsync(Idle, newest => (string)newest["status"]! == "completed");

        Assert.That((string)(await Service.GetAsync($"{path}/progress"))["progress"]!["reason"]!,
            Is.EqualTo("Forced to complete by its policy: the deadline of 20s that was set for it passed."));
        Assert.That((string)(await Service.GetAsync($"/v2.1/servers/{Idle}"))["server"]!["OS-EXT-SRV-ATTR:host"]!, Is.EqualTo("compute-2"));
    }

    [Test]
    public async Task Pause_ThatWasSetLongEnough_LetsTheMigrationComplete()
    {
        var path = await StartAsync();

        await SetAsync(path, """{"policy": {"max_downtime_milliseconds": 5000}}""");

        await Service.UntilAsync(Idle, newest => (string)newest["status"]! == "completed");
        Assert.That((await Service.GetAsync($"{path}/progress"))["progress"]!["commands"]!.AsArray(), Is.Empty);
    }

    /// <summary>Starts the migration, and waits until it copies memory.</summary>
    /// <returns>Its path.</returns>
    private async Task<string> StartAsync()
    {
        var started = await Service.SendAsync("POST", $"/v2.1/servers/{Idle}/action", """{"os-migrateLive": {"host": null, "block_migration": "auto"}}""");
        Assert.That(started.Status, Is.EqualTo(202), started.Text);
        var path = $"/v2.1/servers/{Idle}/migrations/{(await Service.UntilAsync(Idle, newest => (string)newest["status"]! == "running"))["id"]}";
        await Service.UntilAsync(() => PolicyInForceAsync(path), policy => policy["allowed_downtime_milliseconds"] is not null);
        return path;
    }

    private async Task SetAsync(string path, string body)
    {
        var answer = await Service.SendAsync("PUT", $"{path}/policy", body);
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
    }

    private async Task<JsonNode> PolicyInForceAsync(string path) => (await Service.GetAsync($"{path}/progress"))["progress"]!["policy"]!;
}
