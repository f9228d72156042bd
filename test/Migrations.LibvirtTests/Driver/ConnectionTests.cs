using Migrations.Drivers;
using Migrations.Drivers.Libvirt;
using Migrations.LibvirtTests.Nodes;

namespace Migrations.LibvirtTests.Driver;

internal sealed class ConnectionTests : DriverTest
{
    [TearDown]
    public static void HealTheSource() => TwoNodes.Source.SetWorkers(20, 40);

    [Test]
    public async Task Libvirtd_KilledInPostCopy_IsFollowedToItsEndAfterwards()
    {
        using var guest = Guest.Start();
        guest.Migrate(4, "--postcopy", "--postcopy-bandwidth", "4");
        var job = await JobOfAsync(guest, JobPhase.PreCopy);
        await Driver.ForceCompleteAsync(job, default);
        await JobOfAsync(guest, JobPhase.PostCopy);

        TwoNodes.Source.KillLibvirtd();
        TwoNodes.Source.StartLibvirtd();
        await AnswersAsync();

        Assert.That((await EndOfAsync(guest)).Result, Is.EqualTo(JobResult.Completed));
        await guest.RunsAtAsync(TwoNodes.Destination);
    }

    [Test]
    public async Task Libvirtd_Restarted_StillSendsEvents()
    {
        await Driver.ListJobsAsync(default);
        TwoNodes.Source.KillLibvirtd();
        TwoNodes.Source.StartLibvirtd();
        await AnswersAsync();
        using var guest = Guest.Start();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        guest.Migrate();

        do
            await Driver.WaitForNewsAsync(patience.Token);
        while ((await FindAsync(guest))?.Phase != JobPhase.PreCopy);
    }

    [Test]
    public async Task Libvirtd_Stopped_IsUnreachableAndCarriesOnAfterwards()
    {
        using var guest = Guest.Start();
        guest.Migrate();
        var job = await JobOfAsync(guest, JobPhase.PreCopy);

        TwoNodes.Source.SignalLibvirtd("STOP");
        try
        {
            Assert.That(() => Driver.ListJobsAsync(default), Fails(DriverErrorKind.Unreachable));
            Assert.That(() => Driver.AbortAsync(job, default), Fails(DriverErrorKind.Unreachable));
        }
        finally
        {
            TwoNodes.Source.SignalLibvirtd("CONT");
        }

        await AnswersAsync();
        Assert.That(await FindAsync(guest), Is.Not.Null, "an abort that was not let in must not be carried out later");
    }

    [Test]
    public async Task Libvirtd_StoppedLongerThanKeepAlive_IsGivenUpAndFoundAgain()
    {
        await using var driver = New(options => (options.Uri, options.KeepAliveInterval, options.KeepAliveCount)
            = (TwoNodes.Source.Uri, TimeSpan.FromSeconds(1), 1));
        await driver.ListJobsAsync(default);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await driver.WaitForNewsAsync(patience.Token);

        TwoNodes.Source.SignalLibvirtd("STOP");
        try
        {
            // Nobody asks meanwhile: libvirt itself must notice.
            await driver.WaitForNewsAsync(patience.Token);
        }
        finally
        {
            TwoNodes.Source.SignalLibvirtd("CONT");
        }

        await AnswersAsync(driver);
    }

    [Test]
    public async Task Workers_AllBusy_AreReportedAndAnAbortGivenUpMeanwhileIsNotCarriedOutLater()
    {
        TwoNodes.Source.SetWorkers(2, 2);
        using var first = Guest.Start();
        using var second = Guest.Start();
        first.Migrate();
        second.Migrate();
        await Eventually.SeesAsync("no worker is left", JobsErrorAsync, error => error == DriverErrorKind.Unreachable);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(4));
        Assert.That(() => Driver.AbortAsync(JobOf(first), patience.Token),
            Throws.InstanceOf<OperationCanceledException>().Or.InstanceOf<MigrationDriverException>());

        TwoNodes.Source.SetWorkers(20, 40);
        await AnswersAsync();

        await JobOfAsync(first, JobPhase.PreCopy);
        await JobOfAsync(second, JobPhase.PreCopy);
    }

    [Test]
    public async Task Qemu_ThatHangs_DelaysNoOtherAndStaysListed()
    {
        using var hung = Guest.Start();
        using var other = Guest.Start();
        hung.Migrate();
        other.Migrate();
        await JobOfAsync(hung, JobPhase.PreCopy);
        await JobOfAsync(other, JobPhase.PreCopy);

        TwoNodes.Source.SignalQemu(hung, "STOP");
        try
        {
            await Eventually.SeesAsync("the hung one does not answer", () => StatsErrorAsync(hung), error => error is not null);

            // Readings that waited for the hung one would time out with it.
            var jobs = await Driver.ListJobsAsync(default);
            Assert.That(await StatsErrorAsync(other), Is.Null);

            Assert.That(jobs.Select(listed => listed.ServerUuid), Is.EquivalentTo([hung.Uuid, other.Uuid]));
        }
        finally
        {
            TwoNodes.Source.SignalQemu(hung, "CONT");
        }
    }

    private Task<DriverErrorKind?> AnswersAsync() => AnswersAsync(Driver);

    private static Task<DriverErrorKind?> AnswersAsync(LibvirtMigrationDriver driver) => Eventually.SeesAsync(
        "libvirtd answers", () => ErrorAsync(() => driver.ListJobsAsync(default)), error => error is null);

    private Task<DriverErrorKind?> JobsErrorAsync() => ErrorAsync(() => Driver.ListJobsAsync(default));

    private Task<DriverErrorKind?> StatsErrorAsync(Guest guest) => ErrorAsync(() => Driver.GetStatsAsync(JobOf(guest), default));
}
