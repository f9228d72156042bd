using Microsoft.Extensions.Time.Testing;
using Migrations.Drivers;
using Migrations.LibvirtTests.Nodes;

namespace Migrations.LibvirtTests.Driver;

internal sealed class EndTests : DriverTest
{
    [Test]
    public async Task GetEnd_WatchedToTheEnd_IsCompletedWithItsDowntime()
    {
        using var guest = Guest.Start();
        guest.Migrate();
        await JobOfAsync(guest, JobPhase.PreCopy);

        TwoNodes.Source.Virsh("migrate-setspeed", guest.Name, "1000");
        var end = await EndOfAsync(guest);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(end.Result, Is.EqualTo(JobResult.Completed));
            Assert.That(end.FinalStats!.Downtime, Is.GreaterThan(TimeSpan.Zero));
            Assert.That(end.FinalStats.ExpectedDowntime, Is.Null);
            Assert.That(end.FinalStats.Memory.RemainingBytes, Is.Zero);
        }
    }

    [Test]
    public async Task GetEnd_EndedUnwatchedButKept_IsCompletedWithItsDowntime()
    {
        using var guest = Guest.Start(persistent: true);
        await MigrateUnwatchedAsync(guest);

        var end = await Driver.GetEndAsync(guest.Uuid, guest.Uuid.ToString(), default);

        Assert.That(end.Result, Is.EqualTo(JobResult.Completed));
        Assert.That(end.FinalStats!.Downtime, Is.GreaterThan(TimeSpan.Zero));
    }

    [Test]
    public async Task GetEnd_EndedUnwatchedAndForgotten_IsUnknownAndSaysWhy()
    {
        using var guest = Guest.Start();
        await MigrateUnwatchedAsync(guest);

        var end = await Driver.GetEndAsync(guest.Uuid, guest.Uuid.ToString(), default);

        Assert.That(end.Result, Is.EqualTo(JobResult.Unknown));
        Assert.That(end.Reason, Does.Contain("no longer knows the server"));
    }

    [Test]
    public async Task GetEnd_ServerDestroyedHere_IsFailedAndSaysHow()
    {
        using var guest = Guest.Start();
        guest.Migrate();
        await JobOfAsync(guest, JobPhase.PreCopy);

        TwoNodes.Source.Virsh("destroy", guest.Name);
        var end = await EndOfAsync(guest);

        Assert.That(end.Result, Is.EqualTo(JobResult.Failed));
        Assert.That(end.Reason, Does.Contain("destroyed"));
    }

    [Test]
    public async Task GetEnd_StillRunning_IsNotYet()
    {
        using var guest = Guest.Start();
        guest.Migrate();
        await JobOfAsync(guest, JobPhase.PreCopy);

        Assert.That(() => Driver.GetEndAsync(guest.Uuid, guest.Uuid.ToString(), default), Fails(DriverErrorKind.NotYet));
    }

    [Test]
    public async Task GetEnd_EveryStepIsSlow_TimesOutAfterTheReadTimeout()
    {
        var clock = new FakeTimeProvider();
        await using var driver = New(options => options.Uri = TwoNodes.Source.Uri, clock);
        using var guest = Guest.Start();
        guest.Migrate();
        await JobOfAsync(guest, JobPhase.PreCopy);
        await driver.ListJobsAsync(default);
        TwoNodes.Source.SignalQemu(guest, "STOP");
        TwoNodes.Source.SignalLibvirtd("STOP");
        try
        {
            var end = driver.GetEndAsync(guest.Uuid, guest.Uuid.ToString(), default);
            clock.Advance(TimeSpan.FromSeconds(1.5));
            TwoNodes.Source.SignalLibvirtd("CONT");
            // Lookups have one thread: when it answers this one, it has answered the first step of the other.
            await driver.ListServersAsync(default);
            clock.Advance(TimeSpan.FromSeconds(0.5));

            Assert.That(() => end.WaitAsync(TimeSpan.FromSeconds(20)), Fails(DriverErrorKind.TimedOut));
        }
        finally
        {
            TwoNodes.Source.SignalLibvirtd("CONT");
            TwoNodes.Source.SignalQemu(guest, "CONT");
        }
    }

    [Test]
    public async Task ListJobs_PostCopyBroken_StaysListedAsThatAndIsLeftAlone()
    {
        using var guest = Guest.Start();
        guest.Migrate(4, "--postcopy", "--postcopy-bandwidth", "1");
        var job = await JobOfAsync(guest, JobPhase.PreCopy);
        await Driver.ForceCompleteAsync(job, default);
        await JobOfAsync(guest, JobPhase.PostCopy);

        TwoNodes.Source.Virsh("domjobabort", "--postcopy", guest.Name);
        await JobOfAsync(guest, JobPhase.PostCopyBroken);

        Assert.That(() => Driver.AbortAsync(job, default), Fails(DriverErrorKind.Refused));
        Assert.That(() => Driver.ForceCompleteAsync(job, default), Fails(DriverErrorKind.Refused));
        Assert.That((await FindAsync(guest))!.Phase, Is.EqualTo(JobPhase.PostCopyBroken));
    }

    private static async Task MigrateUnwatchedAsync(Guest guest)
    {
        var virsh = guest.Migrate(1000);
        await virsh.WaitForExitAsync();
        Assert.That(virsh.ExitCode, Is.Zero);
    }
}
