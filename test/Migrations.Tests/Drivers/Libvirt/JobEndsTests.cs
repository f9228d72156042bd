using Migrations.Drivers;
using Migrations.Drivers.Libvirt;
using Migrations.Drivers.Libvirt.Interop;

namespace Migrations.Tests.Drivers.Libvirt;

internal sealed class JobEndsTests
{
    private static readonly DomainState Running = new(DomainCondition.Running, 1);
    private static readonly DomainState PausedByAUser = new(DomainCondition.Paused, 1);
    private static readonly JobStats Kept = new(JobPhase.Finishing) { Downtime = TimeSpan.FromMilliseconds(7) };

    [Test]
    public void Decide_ShutOffByMigration_IsCompletedWithWhatLibvirtKept() =>
        Assert.That(JobEnds.Decide(ShutOff(ShutOffReason.Migrated), JobEvidence.None, Kept),
            Is.EqualTo(new JobEnd(JobResult.Completed, FinalStats: Kept)));

    [Test]
    public void Decide_GoneAfterItsCompletedEvent_IsCompletedWithThat() =>
        Assert.That(JobEnds.Decide(null, new JobEvidence(Completed: Kept), null),
            Is.EqualTo(new JobEnd(JobResult.Completed, FinalStats: Kept)));

    [Test]
    public void Decide_CompletedAndBackAgain_IsCompleted() =>
        Assert.That(Result(Running, new JobEvidence(Stopped: StoppedDetail.Migrated)), Is.EqualTo(JobResult.Completed));

    [Test]
    public void Decide_CompletedAfterARecoveredPostCopy_IsCompleted() =>
        Assert.That(Result(null, new JobEvidence(Stopped: StoppedDetail.Migrated, SawPostCopyBroken: true)),
            Is.EqualTo(JobResult.Completed));

    [Test]
    public void Decide_GoneUnseen_IsUnknown() =>
        Assert.That(Result(null, JobEvidence.None), Is.EqualTo(JobResult.Unknown));

    [Test]
    public void Decide_GoneAfterACancelWasSeen_IsUnknown() =>
        Assert.That(Result(null, new JobEvidence(SawCancelled: true)), Is.EqualTo(JobResult.Unknown));

    [TestCase(StoppedDetail.Destroyed, "destroyed")]
    [TestCase(StoppedDetail.Crashed, "crashed")]
    [TestCase(StoppedDetail.ShutDown, "shut down")]
    [TestCase(StoppedDetail.Saved, "saved")]
    [TestCase(StoppedDetail.FromSnapshot, "snapshot")]
    [TestCase(StoppedDetail.Failed, "failed")]
    public void Decide_StoppedHere_IsFailedAndSaysHow(StoppedDetail detail, string word)
    {
        foreach (var state in new DomainState?[] { null, ShutOff((ShutOffReason)1) })
        {
            var end = JobEnds.Decide(state, new JobEvidence(Stopped: detail), null);

            Assert.That(end.Result, Is.EqualTo(JobResult.Failed));
            Assert.That(end.Reason, Does.Contain(word));
        }
    }

    [TestCase(1, ExpectedResult = JobResult.Failed)]
    [TestCase((int)ShutOffReason.Unknown, ExpectedResult = JobResult.Unknown, Description = "libvirtd was restarted since")]
    public JobResult Decide_ShutOffUnseen_IsFailedOnlyIfLibvirtKnowsWhy(int reason) =>
        Result(ShutOff((ShutOffReason)reason), JobEvidence.None);

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

    [TestCase(PausedReason.Migration)]
    [TestCase(PausedReason.PostCopy)]
    [TestCase(PausedReason.PostCopyFailed)]
    public void Decide_PausedByTheMigrationStill_IsUnknownAndSaysWhy(PausedReason reason)
    {
        var end = JobEnds.Decide(new DomainState(DomainCondition.Paused, (int)reason), new JobEvidence(SawCancelled: true), null);

        Assert.That(end.Result, Is.EqualTo(JobResult.Unknown));
        Assert.That(end.Reason, Is.Not.Empty);
    }

    [Test]
    public void Decide_PostCopyWasBroken_IsUnknownWhereverTheServerIs()
    {
        foreach (var state in new DomainState?[] { null, Running, ShutOff((ShutOffReason)1) })
            Assert.That(Result(state, new JobEvidence(SawPostCopyBroken: true)), Is.EqualTo(JobResult.Unknown));
    }

    private static JobResult Result(DomainState? state, JobEvidence evidence) => JobEnds.Decide(state, evidence, null).Result;

    private static DomainState ShutOff(ShutOffReason reason) => new(DomainCondition.ShutOff, (int)reason);
}
