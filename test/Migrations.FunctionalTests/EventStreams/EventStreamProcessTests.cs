using System.Diagnostics;
using Migrations.FunctionalTests.Hosting;

namespace Migrations.FunctionalTests.EventStreams;

/// <summary>Event streams of the service as a process: its end, its sudden end, and its limits of connections.</summary>
public sealed class EventStreamProcessTests
{
    private const string Stream = "/v2.1/migration-events";

    private const string Project = "4d2f8a0c6b1e4f5a9c3d7e8b0a1c2d3e";

    private const string Scenario = """
        {
          "servers": [
            { "name": "moves", "uuid": "2f1e0c58-7a5d-4c1b-9d0e-6b1f52a3c001", "projectId": "4d2f8a0c6b1e4f5a9c3d7e8b0a1c2d3e",
              "userId": "8f0e1d2c3b4a59687f6e5d4c3b2a1908", "memoryMiB": 1024, "bandwidthMiBPerSecond": 200,
              "migrates": { "afterSeconds": 2 } },
            { "name": "follows", "uuid": "2f1e0c58-7a5d-4c1b-9d0e-6b1f52a3c002", "projectId": "4d2f8a0c6b1e4f5a9c3d7e8b0a1c2d3e",
              "userId": "8f0e1d2c3b4a59687f6e5d4c3b2a1908", "memoryMiB": 512, "bandwidthMiBPerSecond": 200,
              "migrates": { "afterSeconds": 4 } }
          ]
        }
        """;

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void Begin() => _folder = new TemporaryFolder();

    [TearDown]
    public void End() => _folder.Dispose();

    [Test]
    public async Task Stop_WithOpenStreams_DoesNotWaitForThem()
    {
        using var service = Start();
        await using var reader = await EventReader.OpenAsync(await service.AddressAsync(), Stream);
        await reader.NextAsync("snapshot");
        var asked = Stopwatch.GetTimestamp();

        Signals.Terminate(service.ProcessId);
        await reader.EndAsync();

        Assert.That(await service.ExitAsync(), Is.Zero);
        Assert.That(Stopwatch.GetElapsedTime(asked), Is.LessThan(TimeSpan.FromSeconds(4)), service.Output);
    }

    [Test]
    public async Task Kill_BetweenTwoEvents_LeavesNeitherAGapNorARepeat()
    {
        var ids = new List<long>();
        string? last = null;
        var ended = 0;
        for (var life = 0; ended < 2; life++)
        {
            Assert.That(life, Is.LessThan(20), "the migrations end in far fewer lives");
            using var service = Start();
            await using var reader = await EventReader.OpenAsync(await service.AddressAsync(), Stream, last);
            if (last is null)
                await reader.NextAsync("snapshot");
            last = reader.LastEventId.Length > 0 ? reader.LastEventId : last;
            // Of every life two events, and then what the next one brings.
            for (var count = 0; count < 2 && ended < 2; count++)
            {
                var told = await reader.NextAsync("migration");
                ids.Add((long)told["event"]!["id"]!);
                ended += (string)told["event"]!["kind"]! == "ended" ? 1 : 0;
                last = reader.LastEventId;
            }
            service.Kill();
            await service.ExitAsync();
        }

        var first = ids[0];
        Assert.That(ids, Is.EqualTo(Enumerable.Range(0, ids.Count).Select(number => first + number)));
    }

    [Test]
    public async Task Stream_ThatIsQuiet_OutlivesTheLimitsOfConnections()
    {
        using var service = Start("--Limits:IdleConnectionTime=00:00:01", "--Limits:AnswerBytesPerSecond=1000000");
        await using var reader = await EventReader.OpenAsync(await service.AddressAsync(), $"{Stream}?status=error");
        await reader.NextAsync("snapshot");
        await reader.NextAsync("heartbeat");

        // The first one was sent at once, and this one is sent after 15 seconds without anything.
        Assert.That((await reader.NextAsync())!.Value.Name, Is.EqualTo("heartbeat"));
    }

    [Test]
    public async Task Policy_ThatIsOpenedAndClosedAgain_HoldsForOpenStreamsToo()
    {
        const string rule = "os_compute_api:servers:migrations:events";
        var policy = _folder.File("policy.yaml");
        await File.WriteAllTextAsync(policy, $"\"{rule}\": \"role:reader\"");
        using var service = Start($"--Policy:File={policy}");
        var address = await service.AddressAsync();
        await using var other = await EventReader.OpenAsync(address, Stream, token: "u:b0c1d2e3f4a5968778695a4b3c2d1e0f:reader");
        await using var reader = await EventReader.OpenAsync(address, Stream, token: $"u:{Project}:reader");
        await reader.NextAsync("migration");

        await File.WriteAllTextAsync(policy, $"\"{rule}\": \"!\"");
        await reader.EndAsync();

        while (await other.NextAsync() is { } next)
            Assert.That(next.Data.ToJsonString(), Does.Not.Contain("moves").And.Not.Contain("follows"), "other projects see nothing of it");
        await using var again = await EventReader.OpenAsync(address, Stream, token: $"u:{Project}:reader");
        Assert.That(again.Answer.StatusCode, Is.EqualTo(System.Net.HttpStatusCode.Forbidden));
    }

    private ServiceProcess Start(params IEnumerable<string> arguments)
    {
        var scenario = _folder.File("scenario.json");
        if (!File.Exists(scenario))
            File.WriteAllText(scenario, Scenario);
        return new ServiceProcess([
            "--Urls=http://127.0.0.1:0", $"--Database:Path={_folder.File("migrations.db")}", $"--Fake:Scenario={scenario}", .. arguments]);
    }
}
