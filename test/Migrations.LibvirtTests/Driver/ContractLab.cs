using Migrations.Drivers;
using Migrations.Drivers.Libvirt;
using Migrations.LibvirtTests.Lab;
using Migrations.Tests.Drivers;

namespace Migrations.LibvirtTests.Driver;

/// <summary>The two nodes as the driver contract wants them: real servers, real time.</summary>
internal sealed class ContractLab : DriverLab
{
    private readonly List<Guest> _guests = [];
    private readonly LibvirtMigrationDriver _driver = LabTest.New(options => options.Uri = TestLab.Source.Uri);
    private bool _hangs;

    public override IMigrationDriver Driver => _driver;

    public override IReadOnlyList<Guid> Servers => [.. _guests.Select(guest => guest.Uuid)];

    /// <summary>Connects, and starts the servers and their migrations.</summary>
    public static async Task<ContractLab> OpenAsync(IEnumerable<LabServer> servers)
    {
        await TestLab.RequireAsync();
        var lab = new ContractLab();
        await lab.Driver.ListJobsAsync(default);
        foreach (var kind in servers)
            lab.Start(kind);
        return lab;
    }

    /// <summary>Makes the first server's QEMU leave everything unanswered.</summary>
    public void HangQemu() => TestLab.Source.SignalQemu(_guests[0], "STOP");

    public override Task LoseAsync()
    {
        TestLab.Source.KillLibvirtd();
        return Task.CompletedTask;
    }

    /// <summary>Reconnecting is up to the next call.</summary>
    public override async Task RestoreAsync()
    {
        TestLab.Source.StartLibvirtd();
        await Eventually.SeesAsync(
            "libvirtd", () => LabTest.ErrorAsync(() => Driver.ListJobsAsync(default)), error => error is null);
    }

    public override Task HangAsync()
    {
        TestLab.Source.SignalLibvirtd("STOP");
        _hangs = true;
        return Task.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_hangs)
            TestLab.Source.SignalLibvirtd("CONT");
        await _driver.DisposeAsync();
        _guests.ForEach(guest => guest.Dispose());
    }

    protected override Task PassTimeAsync() => Task.Delay(20);

    private void Start(LabServer kind)
    {
        var guest = Guest.Start(withDisk: kind == LabServer.WithDisks);
        _guests.Add(guest);
        if (kind == LabServer.Quick)
            guest.Migrate(1000);
        else if (kind == LabServer.EndlessPostCopy)
            guest.Migrate(16, "--postcopy", "--postcopy-bandwidth", "8");
        else if (kind == LabServer.WithDisks)
            guest.Migrate(24, "--copy-storage-all");
        else if (kind != LabServer.Idle)
            guest.Migrate(16);
        if (kind == LabServer.Failing)
            _ = FailAsync(guest);
    }

    private async Task FailAsync(Guest guest)
    {
        await UntilAsync(JobPhase.PreCopy, guest.Uuid);
        await Task.Delay(TimeSpan.FromMilliseconds(300));
        TestLab.Destination.SignalQemu(guest, "KILL");
    }
}
