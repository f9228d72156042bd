using Migrations.Drivers;
using Migrations.Drivers.Libvirt;
using Migrations.LibvirtTests.Nodes;
using Migrations.Tests.Drivers;

namespace Migrations.LibvirtTests.Driver;

/// <summary>The two nodes as the driver contract wants them: real servers, real time.</summary>
internal sealed class LibvirtTestbed : DriverTestbed
{
    private readonly List<Guest> _guests = [];
    private readonly List<Guest> _heldBack = [];
    private readonly LibvirtMigrationDriver _driver;
    private bool _hangs;

    private LibvirtTestbed(Action<LibvirtOptions> configure) => _driver = DriverTest.New(configure);

    public override IMigrationDriver Driver => _driver;

    /// <summary>The same driver, which starts migrations as well.</summary>
    public IMigrationStarter Starter => _driver;

    public override IReadOnlyList<Guid> Servers => [.. _guests.Select(guest => guest.Uuid)];

    /// <summary>Connects, and starts the servers and their migrations.</summary>
    public static async Task<LibvirtTestbed> OpenAsync(IEnumerable<TestbedServer> servers)
    {
        var testbed = await ConnectAsync(options => options.Uri = TwoNodes.Source.Uri);
        foreach (var kind in servers)
            Migrate(kind, testbed.Add(kind, Guest.Start(withDisk: kind == TestbedServer.WithDisks)));
        return testbed;
    }

    /// <summary>Connects, and starts the servers, which nobody migrates yet.</summary>
    public static async Task<LibvirtTestbed> OpenIdleAsync(IEnumerable<TestbedServer> servers, Action<LibvirtOptions> configure)
    {
        var testbed = await ConnectAsync(configure);
        foreach (var kind in servers)
            testbed.Add(kind, Guest.Start(withDisk: kind == TestbedServer.WithDisks, ofNova: false)).Limit(16);
        return testbed;
    }

    /// <summary>Makes the first server's QEMU leave everything unanswered.</summary>
    public void HangQemu() => TwoNodes.Source.SignalQemu(_guests[0], "STOP");

    public override Task LoseAsync()
    {
        TwoNodes.Source.KillLibvirtd();
        return Task.CompletedTask;
    }

    /// <summary>Reconnecting is up to the next call.</summary>
    public override async Task RestoreAsync()
    {
        TwoNodes.Source.StartLibvirtd();
        await Eventually.SeesAsync(
            "libvirtd", () => DriverTest.ErrorAsync(() => Driver.ListJobsAsync(default)), error => error is null);
    }

    public override Task HangAsync()
    {
        TwoNodes.Source.SignalLibvirtd("STOP");
        _hangs = true;
        return Task.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_hangs)
            TwoNodes.Source.SignalLibvirtd("CONT");
        await _driver.DisposeAsync();
        _guests.ForEach(guest => guest.Dispose());
    }

    /// <summary>Kills the server's QEMU at the destination, once there is something to lose.</summary>
    public override async Task FailAsync()
    {
        var guest = _guests[0];
        await Eventually.IsTrueAsync("it copies", () => TwoNodes.Source.JobStats(guest).GetValueOrDefault("memory_total") > 0);
        TwoNodes.Destination.SignalQemu(guest, "KILL");
    }

    /// <summary>Time passes by itself here.</summary>
    public override Task UntilNewsAsync(Task news) => news;

    protected override void LetEnd(MigrationJob job)
    {
        if (_heldBack.Find(guest => guest.Uuid == job.ServerUuid) is { } guest)
            guest.Limit(1000);
    }

    protected override Task PassTimeAsync() => Task.Delay(20);

    private static async Task<LibvirtTestbed> ConnectAsync(Action<LibvirtOptions> configure)
    {
        await TwoNodes.RequireAsync();
        var testbed = new LibvirtTestbed(configure);
        await testbed.Driver.ListJobsAsync(default);
        return testbed;
    }

    private Guest Add(TestbedServer kind, Guest guest)
    {
        _guests.Add(guest);
        if (kind == TestbedServer.Quick)
            _heldBack.Add(guest);
        return guest;
    }

    private static void Migrate(TestbedServer kind, Guest guest)
    {
        if (kind == TestbedServer.EndlessPostCopy)
            guest.Migrate(16, "--postcopy", "--postcopy-bandwidth", "8");
        else if (kind == TestbedServer.WithDisks)
            guest.Migrate(24, "--copy-storage-all");
        else if (kind != TestbedServer.Idle)
            guest.Migrate(16);
    }
}
