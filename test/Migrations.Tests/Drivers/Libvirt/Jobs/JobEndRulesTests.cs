using Migrations.Drivers;
using Migrations.Drivers.Libvirt.Interop;
using Migrations.Drivers.Libvirt.Jobs;
using static Migrations.Drivers.Libvirt.Interop.virDomainEventStoppedDetailType;
using static Migrations.Drivers.Libvirt.Interop.virDomainPausedReason;
using static Migrations.Drivers.Libvirt.Interop.virDomainShutoffReason;
using static Migrations.Drivers.Libvirt.Interop.virDomainState;

namespace Migrations.Tests.Drivers.Libvirt.Jobs;

internal sealed class JobEndRulesTests
{
    private static readonly DomainState Running = new(VIR_DOMAIN_RUNNING, 1);
    private static readonly DomainState PausedByAUser = new(VIR_DOMAIN_PAUSED, 1);
    private static readonly JobStats Kept = new(JobPhase.Finishing) { Downtime = TimeSpan.FromMilliseconds(7) };

    [Test]
    public void Decide_ShutOffByMigration_IsCompletedWithWhatLibvirtKept() =>
        Assert.That(JobEndRules.Decide(ShutOff(VIR_DOMAIN_SHUTOFF_MIGRATED), JobEvidence.None, Kept),
            Is.EqualTo(new JobEnd(JobResult.Completed, FinalStats: Kept)));

    [Test]
    public void Decide_GoneAfterItsCompletedEvent_IsCompletedWithThat([Values] bool keptAnother) =>
        Assert.That(JobEndRules.Decide(null, new JobEvidence(Completed: Kept), keptAnother ? new JobStats(JobPhase.Finishing) : null),
            Is.EqualTo(new JobEnd(JobResult.Completed, FinalStats: Kept)));

    [Test]
    public void Decide_CompletedAndBackAgain_IsCompleted() =>
        Assert.That(Result(Running, new JobEvidence(Stopped: VIR_DOMAIN_EVENT_STOPPED_MIGRATED)), Is.EqualTo(JobResult.Completed));

    [Test]
    public void Decide_CompletedAfterARecoveredPostCopy_IsCompleted() =>
        Assert.That(Result(null, new JobEvidence(Stopped: VIR_DOMAIN_EVENT_STOPPED_MIGRATED, SawPostCopyBroken: true)),
            Is.EqualTo(JobResult.Completed));

    [Test]
    public void Decide_GoneAfterTheCallThatStartedItHasSucceeded_IsCompleted() =>
        Assert.That(Result(null, new JobEvidence(SawMigrated: true)), Is.EqualTo(JobResult.Completed));

    [Test]
    public void Decide_HereAndTheCallThatStartedItComplains_IsFailedWithItsReason() =>
        Assert.That(JobEndRules.Decide(Running, new JobEvidence(Complaint: "libvirt: the wire is cut."), null),
            Is.EqualTo(new JobEnd(JobResult.Failed, "libvirt: the wire is cut; the server runs here.")));

    [Test]
    public void Decide_MigratedAlthoughTheCallThatStartedItComplains_IsCompleted() =>
        Assert.That(Result(null, new JobEvidence(Stopped: VIR_DOMAIN_EVENT_STOPPED_MIGRATED, Complaint: "libvirt: the client is gone.")), Is.EqualTo(JobResult.Completed));

    [Test]
    public void Decide_GoneUnseen_IsUnknown() =>
        Assert.That(Result(null, JobEvidence.None), Is.EqualTo(JobResult.Unknown));

    [Test]
    public void Decide_GoneAfterACancelWasSeen_IsUnknown() =>
        Assert.That(Result(null, new JobEvidence(SawCancelled: true)), Is.EqualTo(JobResult.Unknown));

    [TestCase(VIR_DOMAIN_EVENT_STOPPED_DESTROYED, "destroyed")]
    [TestCase(VIR_DOMAIN_EVENT_STOPPED_CRASHED, "crashed")]
    [TestCase(VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN, "shut down")]
    [TestCase(VIR_DOMAIN_EVENT_STOPPED_SAVED, "saved")]
    [TestCase(VIR_DOMAIN_EVENT_STOPPED_FROM_SNAPSHOT, "snapshot")]
    [TestCase(VIR_DOMAIN_EVENT_STOPPED_FAILED, "failed")]
    public void Decide_StoppedHere_IsFailedAndSaysHow(virDomainEventStoppedDetailType detail, string word)
    {
        foreach (var state in new DomainState?[] { null, ShutOff((virDomainShutoffReason)1) })
        {
            var end = JobEndRules.Decide(state, new JobEvidence(Stopped: detail), null);

            Assert.That(end.Result, Is.EqualTo(JobResult.Failed));
            Assert.That(end.Reason, Does.Contain(word));
        }
    }

    [TestCase(1, ExpectedResult = JobResult.Failed)]
    [TestCase((int)VIR_DOMAIN_SHUTOFF_UNKNOWN, ExpectedResult = JobResult.Unknown, Description = "libvirtd was restarted since")]
    public JobResult Decide_ShutOffUnseen_IsFailedOnlyIfLibvirtKnowsWhy(int reason) =>
        Result(ShutOff((virDomainShutoffReason)reason), JobEvidence.None);

    [Test]
    public void Decide_RunsHere_IsByWhatLibvirtSaidOfTheJob()
    {
        foreach (var here in new[] { Running, PausedByAUser })
        {
            Assert.That(Result(here, JobEvidence.None), Is.EqualTo(JobResult.NotMigrated));
            Assert.That(Result(here, new JobEvidence(SawCancelled: true)), Is.EqualTo(JobResult.Cancelled));
            Assert.That(Result(here, new JobEvidence(SawFailed: true)), Is.EqualTo(JobResult.Failed));
        }
    }

    [TestCase(null, ExpectedResult = true, Description = "libvirt reports a job that is being aborted as failed for a moment")]
    [TestCase("libvirt: the wire is cut", ExpectedResult = false)]
    public bool Decide_RunsHereAndTheJobHasFailed_MayBeAnAbortUnlessItIsKnownWhy(string? complaint) =>
        JobEndRules.Decide(Running, new JobEvidence(SawFailed: true, Complaint: complaint), null).FitsAnAbort;

    [TestCase(VIR_DOMAIN_PAUSED_MIGRATION)]
    [TestCase(VIR_DOMAIN_PAUSED_POSTCOPY)]
    [TestCase(VIR_DOMAIN_PAUSED_POSTCOPY_FAILED)]
    public void Decide_PausedByTheMigrationStill_IsUnknownAndSaysWhy(virDomainPausedReason reason)
    {
        var end = JobEndRules.Decide(new DomainState(VIR_DOMAIN_PAUSED, (int)reason), new JobEvidence(SawCancelled: true), null);

        Assert.That(end.Result, Is.EqualTo(JobResult.Unknown));
        Assert.That(end.Reason, Is.Not.Empty);
    }

    [Test]
    public void Decide_PostCopyWasBroken_IsUnknownWhereverTheServerIs()
    {
        foreach (var state in new DomainState?[] { null, Running, ShutOff((virDomainShutoffReason)1) })
            Assert.That(Result(state, new JobEvidence(SawPostCopyBroken: true)), Is.EqualTo(JobResult.Unknown));
    }

    private static JobResult Result(DomainState? state, JobEvidence evidence) => JobEndRules.Decide(state, evidence, null).Result;

    private static DomainState ShutOff(virDomainShutoffReason reason) => new(VIR_DOMAIN_SHUTOFF, (int)reason);
}
