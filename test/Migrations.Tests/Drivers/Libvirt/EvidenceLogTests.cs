using Migrations.Drivers.Libvirt;
using Migrations.Drivers.Libvirt.Interop;

namespace Migrations.Tests.Drivers.Libvirt;

internal sealed class EvidenceLogTests
{
    private static readonly Guid Server = Guid.NewGuid();

    [Test]
    public void Of_Nothing_IsNone() => Assert.That(new EvidenceLog().Of(Server), Is.EqualTo(JobEvidence.None));

    [Test]
    public void Add_OneAfterTheOther_KeepsBoth()
    {
        var log = new EvidenceLog();
        log.Add(Server, Reading(JobType.Cancelled), log.Mark());
        Stop(log);

        Assert.That(log.Of(Server), Is.EqualTo(new JobEvidence(SawCancelled: true, Stopped: StoppedDetail.Migrated)));
    }

    [Test]
    public void Add_ReadingOfARunningJob_VoidsWhatCameBefore()
    {
        var log = new EvidenceLog();
        Stop(log);

        log.Add(Server, Reading(JobType.Unbounded), log.Mark());

        Assert.That(log.Of(Server), Is.EqualTo(JobEvidence.None));
    }

    [Test]
    public void Add_EventWhileAReadingWasUnderWay_Stays()
    {
        var log = new EvidenceLog();
        var mark = log.Mark();
        Stop(log);

        log.Add(Server, Reading(JobType.Unbounded), mark);

        Assert.That(log.Of(Server).Stopped, Is.EqualTo(StoppedDetail.Migrated));
    }

    [Test]
    public void Add_BrokenPostCopy_IsEvidenceAndVoidsNothing()
    {
        var log = new EvidenceLog();
        var broken = new DomainState(DomainCondition.Paused, (int)PausedReason.PostCopyFailed);

        log.Add(Server, Reading(JobType.Unbounded) with { State = broken }, log.Mark());

        Assert.That(log.Of(Server).SawPostCopyBroken, Is.True);
    }

    [Test]
    public void Add_MoreServersThanThereIsRoomFor_ForgetsTheOldest()
    {
        var log = new EvidenceLog(capacity: 2);
        var servers = Enumerable.Range(0, 3).Select(_ => Guid.NewGuid()).ToList();

        foreach (var server in servers)
            log.Add(server, Reading(JobType.Failed), log.Mark());

        Assert.That(servers.Select(server => log.Of(server).SawFailed), Is.EqualTo(new[] { false, true, true }));
    }

    private static void Stop(EvidenceLog log) => log.Add(Server, known => known with { Stopped = StoppedDetail.Migrated });

    private static JobReading Reading(JobType type) =>
        new(new NativeJob(type, new JobParameters { Operation = 5, MemoryTotal = 1 }), new DomainState(DomainCondition.Running, 1));
}
