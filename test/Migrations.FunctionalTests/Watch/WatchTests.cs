using System.Text.Json.Nodes;

namespace Migrations.FunctionalTests.Watch;

/// <summary>The terminal command as a process, whose output is a pipe.</summary>
public sealed class WatchTests
{
    private const string Server = "2f1e0c58-7a5d-4c1b-9d0e-6b1f52a3c001";

    private const string Scenario = """
        {
          "servers": [
            { "name": "cache-1", "uuid": "2f1e0c58-7a5d-4c1b-9d0e-6b1f52a3c001", "projectId": "4d2f8a0c6b1e4f5a9c3d7e8b0a1c2d3e",
              "userId": "8f0e1d2c3b4a59687f6e5d4c3b2a1908", "memoryMiB": 16384, "bandwidthMiBPerSecond": 100, "postCopy": true,
              "migrates": { "afterSeconds": 0 } }
          ]
        }
        """;

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void Begin() => _folder = new TemporaryFolder();

    [TearDown]
    public void End() => _folder.Dispose();

    [Test]
    public async Task Watch_OfAnAbortedMigration_TellsItAndEndsWith3()
    {
        using var service = Start();
        var (address, id) = await RunningAsync(service);
        using var watch = new ServiceProcess("watch", $"--url={address}", "--server", Server, $"{id}");
        await watch.PrintsAsync("running");

        using var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Add("OpenStack-API-Version", "compute 2.80");
        (await client.DeleteAsync($"v2.1/servers/{Server}/migrations/{id}")).EnsureSuccessStatusCode();

        Assert.That(await watch.ExitAsync(), Is.EqualTo(3), watch.Output);
        Assert.That(watch.Output, Does.Match($@"(?m)^\d\d:\d\d:\d\dZ cache-1 {id} cancelled: Aborted by .*$").And.Not.Contain("\e"));
    }

    [Test]
    public async Task Watch_OverARestart_GoesOnToTheEnd()
    {
        var url = $"http://127.0.0.1:{LoopbackPort.Free()}";
        using var service = Start(url);
        var (_, id) = await RunningAsync(service);
        using var watch = new ServiceProcess("watch", "--url", url, $"--server={Server}", $"{id}");
        await watch.PrintsAsync("running");

        service.Kill();
        await service.ExitAsync();
        await watch.PrintsAsync("Disconnected: ");
        using var again = Start(url, "--Fake:Speed=100");
        await again.AddressAsync();

        Assert.That(await watch.ExitAsync(), Is.Zero, watch.Output);
        Assert.That(watch.Output, Does.Contain("Connected again.").And.Match($"(?m)cache-1 {id} completed$"));
    }

    [Test]
    public async Task Watch_OfNoMigration_SaysWhatNovaSays()
    {
        using var service = Start();
        var address = await service.AddressAsync();

        var (exit, output) = await RunAsync([], "watch", $"--url={address}", $"--server={Server}", "4711");

        Assert.That(exit, Is.EqualTo(2));
        Assert.That(output, Does.Contain("4711").And.EndWith("(404 Not Found)").And.Not.Contain("\n"));
    }

    [Test]
    public async Task Watch_WithATokenThatMayNot_IsRefused()
    {
        using var service = Start();
        var address = await service.AddressAsync();

        var (exit, output) = await RunAsync(new() { ["OS_TOKEN"] = "u:4d2f8a0c6b1e4f5a9c3d7e8b0a1c2d3e:reader" }, "watch", $"--url={address}");

        Assert.That(exit, Is.EqualTo(2));
        Assert.That(output, Does.EndWith("(403 Forbidden)").And.Not.Contain("\n"));
    }

    [Test]
    public async Task Watch_WithAMistake_SaysWhatToWrite() =>
        Assert.That(await RunAsync([], "watch", "--server=cache-1"), Is.EqualTo((2, "--server cache-1: write the UUID of the server.")));

    private ServiceProcess Start(string url = "http://127.0.0.1:0", params IEnumerable<string> arguments)
    {
        File.WriteAllText(_folder.File("scenario.json"), Scenario);
        return new ServiceProcess([
            $"--Urls={url}", $"--Database:Path={_folder.File("migrations.db")}", $"--Fake:Scenario={_folder.File("scenario.json")}", .. arguments]);
    }

    private static async Task<(Uri Address, long Id)> RunningAsync(ServiceProcess service)
    {
        var address = await service.AddressAsync();
        using var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Add("OpenStack-API-Version", "compute 2.80");
        var list = await Eventually.SeesAsync("a running migration",
            async () => JsonNode.Parse(await client.GetStringAsync($"v2.1/servers/{Server}/migrations"))!,
            list => list["migrations"]!.AsArray() is [var first, ..] && (string?)first!["status"] == "running");
        return (address, (long)list["migrations"]![0]!["id"]!);
    }

    private static async Task<(int Exit, string Output)> RunAsync(Dictionary<string, string> environment, params IEnumerable<string> arguments)
    {
        using var command = new ServiceProcess(environment, arguments);
        return (await command.ExitAsync(), command.Output);
    }
}
