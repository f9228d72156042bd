namespace Migrations.FunctionalTests.Lifecycle;

/// <summary>Migrations from their first sight to their end, as a client sees them.</summary>
public sealed class LifecycleTests() : MovingTests(Scenario)
{
    private const string Busy = "2f1e0c58-7a5d-4c1b-9d0e-6b1f52a3c001";
    private const string Lazy = "2f1e0c58-7a5d-4c1b-9d0e-6b1f52a3c002";
    private const string Waiting = "2f1e0c58-7a5d-4c1b-9d0e-6b1f52a3c003";

    /// <summary>Two that never converge, without and with post-copy, and a third that waits behind them.</summary>
    private const string Scenario = $$"""
        {
          "maxConcurrent": 2,
          "servers": [
            { "name": "busy", "uuid": "{{Busy}}", "projectId": "4d2f8a0c6b1e4f5a9c3d7e8b0a1c2d3e", "userId": "8f0e1d2c3b4a59687f6e5d4c3b2a1908",
              "memoryMiB": 512, "workingSetMiB": 256, "dirtyMiBPerSecond": 900, "bandwidthMiBPerSecond": 100, "migrates": { "afterSeconds": 0 } },
            { "name": "lazy", "uuid": "{{Lazy}}", "projectId": "4d2f8a0c6b1e4f5a9c3d7e8b0a1c2d3e", "userId": "8f0e1d2c3b4a59687f6e5d4c3b2a1908",
              "memoryMiB": 512, "workingSetMiB": 256, "dirtyMiBPerSecond": 900, "bandwidthMiBPerSecond": 100, "postCopy": true, "migrates": { "afterSeconds": 0 } },
            { "name": "waiting", "uuid": "{{Waiting}}", "projectId": "4d2f8a0c6b1e4f5a9c3d7e8b0a1c2d3e", "userId": "8f0e1d2c3b4a59687f6e5d4c3b2a1908",
              "memoryMiB": 64, "dirtyMiBPerSecond": 1, "bandwidthMiBPerSecond": 100, "migrates": { "afterSeconds": 1 } }
          ]
        }
        """;

    [Test]
    public async Task Migration_ThatRuns_MovesItsCountersAndItsServersProgress()
    {
        var first = await Service.UntilAsync(Busy, newest => (string)newest["status"]! == "running");
        var path = $"/v2.1/servers/{Busy}/migrations/{first["id"]}";
        var before = (long)(await Service.GetAsync(path))["migration"]!["memory_processed_bytes"]!;

        await Service.UntilAsync(Busy, newest => (string?)newest["updated_at"] != (string?)first["updated_at"]);
        await Service.PassAsync(TimeSpan.FromSeconds(5));

        Assert.That((long)(await Service.GetAsync(path))["migration"]!["memory_processed_bytes"]!, Is.GreaterThan(before));
        Assert.That((int)(await Service.GetAsync($"/v2.1/servers/{Busy}"))["server"]!["progress"]!, Is.InRange(1, 99));
    }

    [Test]
    public async Task ForceComplete_WithoutPostCopy_EndsItCompletedAndTheServerAtTheDestination()
    {
        var id = (await RunningAsync(Busy))["id"];
        await AcceptAsync("POST", $"/v2.1/servers/{Busy}/migrations/{id}/action", """{"force_complete": null}""");

        await Service.UntilAsync(Busy, newest => (string)newest["status"]! == "completed");

        var server = (await Service.GetAsync($"/v2.1/servers/{Busy}"))["server"]!;
        Assert.That((string)server["OS-EXT-SRV-ATTR:host"]!, Is.EqualTo("compute-2"));
        Assert.That((string)server["status"]!, Is.EqualTo("ACTIVE"));
        Assert.That(server["OS-EXT-STS:task_state"], Is.Null);
        Assert.That((await Service.GetAsync($"/v2.1/servers/{Busy}/migrations"))["migrations"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task ForceComplete_WithPostCopy_ShowsItAndThenRefusesBothCommands()
    {
        var id = (await RunningAsync(Lazy))["id"];
        await AcceptAsync("POST", $"/v2.1/servers/{Lazy}/migrations/{id}/action", """{"force_complete": null}""");

        await Service.UntilAsync(Lazy, newest => (string)newest["status"]! == "running (post-copy)");
        var abort = await Service.SendAsync("DELETE", $"/v2.1/servers/{Lazy}/migrations/{id}");

        Assert.That(abort.Status, Is.EqualTo(400));
        Assert.That(abort.Text, Does.Contain("is running (post-copy). Cannot abort live migration"));
        await Service.UntilAsync(Lazy, newest => (string)newest["status"]! == "completed");
    }

    [Test]
    public async Task Abort_EndsItCancelledWithTheServerAtTheSource()
    {
        var id = (await RunningAsync(Busy))["id"];
        await AcceptAsync("DELETE", $"/v2.1/servers/{Busy}/migrations/{id}");

        await Service.UntilAsync(Busy, newest => (string)newest["status"]! == "cancelled");

        Assert.That((string)(await Service.GetAsync($"/v2.1/servers/{Busy}"))["server"]!["OS-EXT-SRV-ATTR:host"]!, Is.EqualTo("compute-1"));
    }

    [Test]
    public async Task Abort_OfAQueuedMigration_CancelsItForGood()
    {
        var queued = await Service.UntilAsync(Waiting, newest => (string)newest["status"]! == "queued");
        await AcceptAsync("DELETE", $"/v2.1/servers/{Waiting}/migrations/{queued["id"]}");
        await Service.UntilAsync(Waiting, newest => (string)newest["status"]! == "cancelled");

        var running = await RunningAsync(Busy);
        await AcceptAsync("DELETE", $"/v2.1/servers/{Busy}/migrations/{running["id"]}");
        await Service.UntilAsync(Busy, newest => (string)newest["status"]! == "cancelled");

        Assert.That(await Service.HistoryAsync(Waiting), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Progress_OfACommandedMigration_TellsWhoAskedWhatBecameOfItAndHowFarItIs()
    {
        var id = (await RunningAsync(Lazy))["id"];
        var path = $"/v2.1/servers/{Lazy}/migrations/{id}";
        await AcceptAsync("POST", $"{path}/action", """{"force_complete": null}""");

        // A command is settled after its migration: by a look at what became of it.
        var progress = (await Service.UntilAsync(() => Service.GetAsync($"{path}/progress"),
            answer => (string)answer["progress"]!["commands"]![0]!["outcome"]! != "pending"
                && (string)answer["progress"]!["status"]! == "completed"))["progress"]!;

        Assert.That((int)progress["percent"]!, Is.EqualTo(100));
        Assert.That((double)progress["downtime_milliseconds"]!, Is.Positive);
        Assert.That((double)progress["setup_milliseconds"]!, Is.Positive);
        Assert.That((string)progress["commands"]![0]!["kind"]!, Is.EqualTo("force_complete"));
        Assert.That((string)progress["commands"]![0]!["outcome"]!, Is.EqualTo("done"));
        Assert.That((string)progress["commands"]![0]!["means"]!, Is.EqualTo("post_copy"));
        Assert.That((string)progress["commands"]![0]!["reason"]!, Is.EqualTo("The migration is in post-copy."));
    }

    [Test]
    public async Task Progress_OfAFinishedMigration_KeepsItsNumbersAcrossARestart()
    {
        var path = $"/v2.1/servers/{Busy}/migrations/{(await RunningAsync(Busy))["id"]}";
        await Service.PassAsync(TimeSpan.FromSeconds(12));
        await AcceptAsync("DELETE", path);
        await Service.UntilAsync(Busy, newest => (string)newest["status"]! == "cancelled");
        await RestartAsync();
        var progress = (await Service.UntilAsync(
            () => Service.GetAsync($"{path}/progress"), answer => answer["progress"]!["reason_code"] is not null))["progress"]!;

        Assert.That((string)progress["reason_code"]!, Is.EqualTo("aborted"));
        Assert.That((string)progress["reason"]!, Does.StartWith("Aborted by an anonymous caller, request req-"));
        Assert.That((double)progress["elapsed_seconds"]!, Is.InRange(12, 20));
        Assert.That((long)progress["moved_bytes"]!, Is.GreaterThan(512 << 20));
        Assert.That((long)progress["iteration"]!, Is.GreaterThan(1));
        Assert.That((long)progress["memory_bytes_per_second"]!, Is.EqualTo(100 << 20));
        Assert.That((long)progress["dirty_bytes_per_second"]!, Is.Positive);
        Assert.That((int)progress["percent"]!, Is.InRange(1, 99));
        Assert.That(progress["ended_at"], Is.Not.Null);
        Assert.That((progress["verdict"], progress["verdict_text"], progress["time_left_seconds"]), Is.EqualTo(((object?)null, (object?)null, (object?)null)));
    }

    [TestCase(Busy, "pause", "The server is paused until everything is copied.")]
    [TestCase(Lazy, "post_copy", "The server is switched to post-copy")]
    public async Task Progress_BeforeAForceComplete_SaysWhatItWouldDo(string server, string means, string explanation)
    {
        var id = (await RunningAsync(server))["id"];

        var outlook = (await Service.GetAsync($"/v2.1/servers/{server}/migrations/{id}/progress"))["progress"]!["force_complete"]!;

        Assert.That((string)outlook["means"]!.AsArray().Single()!, Is.EqualTo(means));
        Assert.That((string)outlook["explanation"]!, Does.StartWith(explanation));
    }

    [TestCase(Busy, "pauses the server for at least [2-5] s")]
    [TestCase(Lazy, "switches to post-copy at once")]
    public async Task Progress_OfAMigrationThatNeverConverges_IsStalledAndSaysWhatForcingCosts(string server, string cost)
    {
        var path = $"/v2.1/servers/{server}/migrations/{(await RunningAsync(server))["id"]}";
        await Service.PassAsync(TimeSpan.FromSeconds(75));

        var progress = (await Service.GetAsync($"{path}/progress"))["progress"]!;
        var samples = (await Service.GetAsync($"{path}/samples"))["samples"]!.AsArray();

        Assert.That((string)progress["verdict"]!, Is.EqualTo("stalled"));
        Assert.That((string)progress["verdict_text"]!, Does.Match(
            $"^dirties [89]\\d\\d MiB/s, copies 100 MiB/s: will not end by itself; forcing now {cost}$"));
        Assert.That(progress["time_left_seconds"], Is.Null);
        Assert.That(progress["stalled_since"], Is.Not.Null);
        Assert.That(progress["pause_now_milliseconds"] is null, Is.EqualTo(server == Lazy));
        Assert.That((long)progress["best_remaining_bytes"]!, Is.EqualTo(256 << 20));
        Assert.That(samples, Has.Count.InRange(60, 120));
        Assert.That((double)samples[^1]!["at_seconds"]!, Is.InRange(75, 80));
        Assert.That(samples.Select(sample => (double)sample!["at_seconds"]!), Is.Ordered);
        Assert.That((long)samples[^1]!["bytes_per_second"]!, Is.EqualTo(100 << 20));
    }

    [Test]
    public async Task Progress_OfAMigrationInTheQueue_IsWaiting()
    {
        var queued = await Service.UntilAsync(Waiting, newest => (string)newest["status"]! == "queued");

        var progress = (await Service.GetAsync($"/v2.1/servers/{Waiting}/migrations/{queued["id"]}/progress"))["progress"]!;

        Assert.That(((string)progress["verdict"]!, (string)progress["verdict_text"]!), Is.EqualTo(("waiting", "waits for its turn")));
    }

    [Test]
    public async Task Progress_OfARunningMigration_TellsItsSpeedAndHowFreshItIs()
    {
        var id = (await RunningAsync(Busy))["id"];
        await Service.UntilAsync(Busy, newest => newest["updated_at"] is not null);

        var progress = (await Service.GetAsync($"/v2.1/servers/{Busy}/migrations/{id}/progress"))["progress"]!;

        Assert.That((string)progress["phase"]!, Is.EqualTo("pre_copy"));
        Assert.That(progress["sampled_at"], Is.Not.Null);
        Assert.That((int)progress["missed_samples"]!, Is.Zero);
        Assert.That(progress["stale_because"], Is.Null);
        Assert.That(progress["downtime_milliseconds"], Is.Null);
    }

    [Test]
    public async Task Restart_InMidMigration_GoesOnUnderTheSameId()
    {
        var before = await RunningAsync(Busy);
        await RestartAsync();
        var after = await RunningAsync(Busy);

        Assert.That((long)after["id"]!, Is.EqualTo((long)before["id"]!));
        await AcceptAsync("DELETE", $"/v2.1/servers/{Busy}/migrations/{after["id"]}");
        await Service.UntilAsync(Busy, newest => (string)newest["status"]! == "cancelled");
    }

    private Task<System.Text.Json.Nodes.JsonNode> RunningAsync(string server) =>
        Service.UntilAsync(server, newest => (string)newest["status"]! == "running");

    private async Task AcceptAsync(string method, string path, string? body = null)
    {
        var answer = await Service.SendAsync(method, path, body);
        Assert.That(answer.Status, Is.EqualTo(202), answer.Text);
    }
}
