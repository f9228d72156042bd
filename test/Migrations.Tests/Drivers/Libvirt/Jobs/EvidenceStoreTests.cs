using Migrations.Drivers.Libvirt.Interop;
using Migrations.Drivers.Libvirt.Jobs;
using static Migrations.Drivers.Libvirt.Interop.virDomainEventStoppedDetailType;
using static Migrations.Drivers.Libvirt.Interop.virDomainJobType;
using static Migrations.Drivers.Libvirt.Interop.virDomainPausedReason;
using static Migrations.Drivers.Libvirt.Interop.virDomainState;

namespace Migrations.Tests.Drivers.Libvirt.Jobs;

internal sealed class EvidenceStoreTests
{
    private static readonly Guid Server = Guid.NewGuid();

    [Test]
    public void Of_Nothing_IsNone() => Assert.That(new EvidenceStore().Of(Server), Is.EqualTo(JobEvidence.None));

    [Test]
    public void Add_OneAfterTheOther_KeepsBoth()
    {
        var log = new EvidenceStore();
        log.Add(Server, Reading(VIR_DOMAIN_JOB_CANCELLED), log.Mark());
        Stop(log);

        Assert.That(log.Of(Server), Is.EqualTo(new JobEvidence(SawCancelled: true, Stopped: VIR_DOMAIN_EVENT_STOPPED_MIGRATED)));
    }

    [Test]
    public async Task Complete_CallThatWillSayMore_EndsWithIt()
    {
        var log = new EvidenceStore();
        Assert.That(log.Complete(Server).IsCompleted, Is.True);

        Task complete;
        using (log.Expect(Server))
        {
            complete = log.Complete(Server);
            Assert.That(complete.IsCompleted, Is.False);
            Assert.That(log.Complete(Guid.NewGuid()).IsCompleted, Is.True);
        }

        await complete;
        Assert.That(log.Complete(Server).IsCompleted, Is.True);
    }

    [Test]
    public void Complete_EarlierCallEnds_StillWaitsForTheLater()
    {
        var log = new EvidenceStore();
        using var earlier = log.Expect(Server);
        using var later = log.Expect(Server);

        earlier.Dispose();

        Assert.That(log.Complete(Server).IsCompleted, Is.False);
    }

    [Test]
    public void Add_ReadingOfARunningJob_VoidsWhatCameBefore()
    {
        var log = new EvidenceStore();
        Stop(log);

        log.Add(Server, Reading(VIR_DOMAIN_JOB_UNBOUNDED), log.Mark());

        Assert.That(log.Of(Server), Is.EqualTo(JobEvidence.None));
    }

    [Test]
    public void Add_EventWhileAReadingWasUnderWay_Stays()
    {
        var log = new EvidenceStore();
        var mark = log.Mark();
        Stop(log);

        log.Add(Server, Reading(VIR_DOMAIN_JOB_UNBOUNDED), mark);

        Assert.That(log.Of(Server).Stopped, Is.EqualTo(VIR_DOMAIN_EVENT_STOPPED_MIGRATED));
    }

    [Test]
    public void Add_BrokenPostCopy_IsEvidenceAndVoidsNothing()
    {
        var log = new EvidenceStore();
        var broken = new DomainState(VIR_DOMAIN_PAUSED, (int)VIR_DOMAIN_PAUSED_POSTCOPY_FAILED);

        log.Add(Server, Reading(VIR_DOMAIN_JOB_UNBOUNDED) with { State = broken }, log.Mark());

        Assert.That(log.Of(Server).SawPostCopyBroken, Is.True);
    }

    [Test]
    public void Add_MoreServersThanThereIsRoomFor_ForgetsTheOldest()
    {
        var log = new EvidenceStore(capacity: 2);
        var servers = Enumerable.Range(0, 3).Select(_ => Guid.NewGuid()).ToList();

        foreach (var server in servers)
            log.Add(server, Reading(VIR_DOMAIN_JOB_FAILED), log.Mark());

        Assert.That(servers.Select(server => log.Of(server).SawFailed), Is.EqualTo(new[] { false, true, true }));
    }

    private static void Stop(EvidenceStore log) => log.Add(Server, known => known with { Stopped = VIR_DOMAIN_EVENT_STOPPED_MIGRATED });

    private static OutboundJob Reading(virDomainJobType type) =>
        new(new DomainJob(type, new JobParameters { Operation = 5, MemoryTotal = 1 }), new DomainState(VIR_DOMAIN_RUNNING, 1));
}
