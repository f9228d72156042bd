using System.Globalization;
using System.Net;
using Microsoft.Data.Sqlite;
using Migrations.LibvirtTests.Nodes;

namespace Migrations.LibvirtTests.Api;

/// <summary>The service is killed at random moments while migrations are forced, aborted and left alone.</summary>
/// <remarks>MIGRATIONS_KILLS is the number of kills; MIGRATIONS_SEED repeats the choices of a run.</remarks>
internal sealed class KillTests : ApiTest
{
    private static readonly int Kills = Setting("MIGRATIONS_KILLS") ?? 6;
    private static readonly int Seed = Setting("MIGRATIONS_SEED") ?? Random.Shared.Next(1_000_000);

    private readonly Random _random = new(Seed);
    private readonly Witness _witness = new();
    private volatile bool _isKilled;

    [Test]
    public async Task Service_KilledAtRandomMoments_LosesNothingAndTakesNothingBack()
    {
        TestContext.Out.WriteLine($"MIGRATIONS_SEED={Seed}");
        var lanes = Enumerable.Range(0, 3).Select(_ => new Lane()).ToList();
        try
        {
            for (var kill = 0; kill < Kills; kill++)
            {
                foreach (var lane in lanes)
                    await GoOnAsync(lane);
                await ActUntilKilledAsync(lanes);
                await RestartAsync();
                await CompareAsync();
            }
            await SettleAsync(lanes);
        }
        finally
        {
            lanes.ForEach(lane => lane.Dispose());
        }
        TestContext.Out.WriteLine($"{Kills} kills, {_witness.Migrations} migrations, {_witness.Accepted.Count} accepted commands");
        Assert.That(_witness.Broken, Is.Empty);
        Assert.That(_witness.Accepted, Is.Not.Empty);
    }

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>Lets the guest of a lane migrate, once the service knows how its last migration ended.</summary>
    private async Task GoOnAsync(Lane lane)
    {
        if (lane.Migrates)
            return;
        if (lane.WasStarted)
            await CheckEndAsync(lane);
        lane.Migrate(_random.Next(2) == 0 ? ["--postcopy"] : []);
        await Service.UntilListedAsync(lane.Guest);
    }

    private async Task CheckEndAsync(Lane lane)
    {
        var history = await Eventually.SeesAsync($"{lane.Guest.Name} no longer in progress", () => Service.HistoryAsync(lane.Guest),
            listed => listed.All(migration => Witness.Ends.Contains((string?)migration["status"])));
        if (history.Count != lane.Starts)
            _witness.Break($"{lane.Guest.Name} has begun to migrate {lane.Starts} times, and has {history.Count} migrations");
        var status = (string?)history[0]["status"];
        if (lane.HasMoved != (status == "completed"))
            _witness.Break($"{history[0].ToJsonString()}, and the guest {(lane.HasMoved ? "has moved" : "is here")}");
    }

    private async Task ActUntilKilledAsync(List<Lane> lanes)
    {
        _isKilled = false;
        var acting = lanes.Select(lane => ActAsync(lane, new Random(_random.Next()))).ToList();
        await Task.Delay(_random.Next(50, 2000));
        _isKilled = true;
        Service.Kill();
        await Task.WhenAll(acting);
        Service.Dispose();
    }

    /// <summary>Looks at the migration of a lane all the time, and at some moment forces it, aborts it, or does neither.</summary>
    private async Task ActAsync(Lane lane, Random random)
    {
        var (choice, looks) = (random.Next(3), random.Next(10));
        try
        {
            for (var look = 0; ; look++)
            {
                foreach (var listed in await Service.ListAsync(lane.Guest))
                {
                    _witness.Saw(lane.Guest, await Service.ProgressAsync(lane.Guest, Id(listed)));
                    for (var repeats = look == looks && choice > 0 ? random.Next(1, 3) : 0; repeats > 0; repeats--)
                        _witness.Asked(lane.Guest, choice == 1
                            ? await Service.RequestAbortAsync(lane.Guest, Id(listed))
                            : await Service.RequestForceCompleteAsync(lane.Guest, Id(listed)));
                }
                await Task.Delay(random.Next(100));
            }
        }
        catch (Exception e) when (_isKilled && e is HttpRequestException or IOException or OperationCanceledException or InvalidOperationException)
        {
            // The answer is lost with the service.
        }
    }

    /// <summary>Starts the service, and kills it once more while it starts, in a quarter of the cases.</summary>
    private async Task RestartAsync()
    {
        if (_random.Next(4) == 0)
            await ServiceClient.KillWhileItStartsAsync(Database, TwoNodes.Source.Uri, TimeSpan.FromMilliseconds(_random.Next(500)));
        Assert.That(IntegrityOf(Database), Is.EqualTo("ok"));
        await StartServiceAsync();
        await Eventually.SeesAsync("ready", Service.ReadyAsync, answer => answer.Status == HttpStatusCode.OK);
    }

    /// <summary>What anybody has seen is there, and further than it was.</summary>
    private async Task CompareAsync()
    {
        foreach (var (guest, id) in _witness.Known)
            _witness.Saw(guest, await Service.ProgressAsync(guest, id));
        foreach (var (guest, request) in _witness.Accepted)
            if (await Service.ResultsAsync(guest, request) is null)
                _witness.Break($"{request} was accepted, and nothing is known of it");
    }

    /// <summary>Without kills, every accepted request gets one result, and what was left alone goes on under its id.</summary>
    private async Task SettleAsync(List<Lane> lanes)
    {
        foreach (var (guest, request) in _witness.Accepted)
            await Eventually.SeesAsync($"a result of {request}", () => Service.ResultsAsync(guest, request), results => results is [not null]);
        foreach (var lane in lanes)
            if (!lane.Migrates)
                await CheckEndAsync(lane);
        await CompareAsync();
        foreach (var (guest, id) in _witness.Known)
            await CheckEffectsAsync(guest, id);
    }

    private async Task CheckEffectsAsync(Guest guest, long id)
    {
        var progress = await Service.ProgressAsync(guest, id);
        var done = progress["commands"]!.AsArray().Where(command => (string?)command!["outcome"] == "done")
            .Select(command => (string?)command!["kind"]).ToList();
        // A server that was paused is still copied for a while.
        if (done.Contains("abort") || done.Contains("force_complete"))
            await Service.UntilAsync(guest, id, done.Contains("abort") ? "cancelled" : "completed");
        if ((string?)progress["status"] == "cancelled" && !done.Contains("abort"))
            _witness.Break($"nobody has aborted it: {progress.ToJsonString()}");
    }

    private static string? IntegrityOf(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var check = connection.CreateCommand();
        check.CommandText = "PRAGMA integrity_check";
        return (string?)check.ExecuteScalar();
    }
}
