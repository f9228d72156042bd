using Migrations.Drivers;

namespace Migrations.LibvirtTests.Driver;

internal sealed class StartTests : StartTest
{
    [Test]
    public async Task Start_Server_IsListedAtOnceAndMoves()
    {
        using var guest = StartGuest();
        var order = OrderOf(guest);

        var destination = await Driver.CheckAsync(order, default);
        await Driver.StartAsync(order, destination, default);

        Assert.That(destination, Is.EqualTo(new Destination(Destination, "node-2", TwoNodes.Destination.Address)));
        Assert.That((await FindAsync(guest))!.Id, Is.EqualTo(Driver.JobIdOf(order)));
        guest.Limit(1000);
        Assert.That((await EndOfAsync(guest)).Result, Is.EqualTo(JobResult.Completed));
        await guest.RunsOnlyAtAsync(TwoNodes.Destination);
    }

    [Test]
    public async Task Start_WhileAnotherMigratesIt_IsThatMigration()
    {
        using var guest = StartGuest();
        guest.Migrate();
        await JobOfAsync(guest, JobPhase.PreCopy);

        await StartAsync(guest);
        await Driver.AbortAsync(JobOf(guest), default);

        Assert.That((await EndOfAsync(guest)).Reason, Does.Not.Contain("another migration job"));
        await guest.RunsOnlyAtAsync(TwoNodes.Source);
    }

    [Test]
    public async Task Start_DestinationLosesItsLibvirtd_FailsAndSaysWhy()
    {
        using var guest = StartGuest();
        await StartAsync(guest);

        TwoNodes.Destination.KillLibvirtd();
        JobEnd end;
        try
        {
            end = await EndOfAsync(guest);
        }
        finally
        {
            TwoNodes.Destination.StartLibvirtd();
        }

        Assert.That((end.Result, end.Reason), Is.EqualTo((JobResult.Failed, "libvirt: internal error: client socket is closed; the server runs here.")));
        await guest.RunsOnlyAtAsync(TwoNodes.Source);
    }

    [Test]
    public async Task Start_SourcesLibvirtdHangs_AsksNothing()
    {
        using var guest = StartGuest();
        TwoNodes.Source.SignalLibvirtd("STOP");
        try
        {
            Assert.That(() => Driver.StartAsync(OrderOf(guest), new Destination(Destination), default), Fails(DriverErrorKind.Unreachable));
        }
        finally
        {
            TwoNodes.Source.SignalLibvirtd("CONT");
        }

        await Eventually.SeesAsync("libvirtd", () => ErrorAsync(() => Driver.ListJobsAsync(default)), error => error is null);
        Assert.That(await FindAsync(guest), Is.Null, "a start that was not let in must not be carried out later");
        await guest.RunsOnlyAtAsync(TwoNodes.Source);
    }

    [Test]
    public async Task Start_QemuHangs_TimesOutAndItsJobMayComeLater()
    {
        using var guest = StartGuest();
        await using var hasty = New(options =>
        {
            Configure(options);
            (options.StartPatience, options.ReadTimeout) = (TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(500));
        });
        TwoNodes.Source.SignalQemu(guest, "STOP");
        try
        {
            Assert.That(() => hasty.StartAsync(OrderOf(guest), new Destination(Destination), default),
                Fails(DriverErrorKind.TimedOut).And.Message.Contains("1s (Libvirt:StartPatience)"));
        }
        finally
        {
            TwoNodes.Source.SignalQemu(guest, "CONT");
        }

        await hasty.DisposeAsync();
        await Driver.AbortAsync(await JobOfAsync(guest, JobPhase.PreCopy), default);
        await EndOfAsync(guest);
        await guest.RunsOnlyAtAsync(TwoNodes.Source);
    }

    [Test]
    public async Task Start_ReadOnly_IsDenied()
    {
        using var guest = StartGuest();
        await using var viewer = New(options =>
        {
            Configure(options);
            options.Uri = TwoNodes.Source.ReadOnlyUri;
        });

        Assert.That(viewer.CannotStart, Does.Contain("read-only socket"));
        Assert.That(() => viewer.StartAsync(OrderOf(guest), new Destination(Destination), default), Fails(DriverErrorKind.Denied));
    }

    [Test]
    public async Task SetMaxDowntime_OfARunningJob_IsInForceAtOnce()
    {
        using var guest = StartGuest();
        await StartAsync(guest);

        await Driver.SetMaxDowntimeAsync(JobOf(guest), TimeSpan.FromMilliseconds(321), default);

        Assert.That(TwoNodes.Source.Virsh("migrate-getmaxdowntime", guest.Name).Trim(), Is.EqualTo("321"));
        await Driver.AbortAsync(JobOf(guest), default);
        await EndOfAsync(guest);
        await guest.RunsOnlyAtAsync(TwoNodes.Source);
    }
}
