using System.Net;
using Migrations.LibvirtTests.Nodes;

namespace Migrations.LibvirtTests.Api;

internal sealed class OutcomeTests : ApiTest
{
    [Test]
    public async Task Destination_Killed_IsFailedWithAReason()
    {
        using var guest = Guest.Start();
        guest.Migrate();
        var id = Id(await Service.UntilListedAsync(guest));
        await Eventually.IsTrueAsync("it copies", () => TwoNodes.Source.JobStats(guest).GetValueOrDefault("memory_total") > 0);

        TwoNodes.Destination.SignalQemu(guest, "KILL");

        var progress = await Service.UntilAsync(guest, id, "failed");
        Assert.That((string?)progress["reason"], Is.Not.Empty);
        await guest.RunsAtAsync(TwoNodes.Source);
    }

    [Test]
    public async Task PostCopy_Broken_IsAnErrorAndLeftAlone()
    {
        using var guest = Guest.Start();
        guest.Migrate(16, "--postcopy", "--postcopy-bandwidth", "1");
        var id = Id(await Service.UntilListedAsync(guest));
        await Eventually.IsTrueAsync("it copies", () => TwoNodes.Source.JobStats(guest).GetValueOrDefault("memory_total") > 0);
        AssertAccepted(await Service.ForceCompleteAsync(guest, id));
        await Service.UntilListedAsync(guest, "running (post-copy)");

        TwoNodes.Source.Virsh("domjobabort", "--postcopy", guest.Name);

        var progress = await Service.UntilAsync(guest, id, "error");
        Assert.That((string?)progress["reason"], Does.Contain("two hosts"));
        Assert.That((await Service.AbortAsync(guest, id)).Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(guest.StateAt(TwoNodes.Source), Is.EqualTo("paused"));
    }

    [Test]
    public async Task Abort_AfterEverythingIsCopied_ComesTooLate()
    {
        using var guest = Guest.Start(persistent: true);
        guest.Migrate();
        var id = Id(await Service.UntilListedAsync(guest));
        await Eventually.IsTrueAsync("it copies", () => TwoNodes.Source.JobStats(guest).GetValueOrDefault("memory_total") > 0);
        TwoNodes.Destination.SignalLibvirtd("STOP");
        try
        {
            guest.Limit(1000);
            await Eventually.IsTrueAsync("everything is copied", () =>
                guest.StateAt(TwoNodes.Source) == "paused" && TwoNodes.Source.JobStats(guest).GetValueOrDefault("memory_remaining", 1) == 0);
            AssertAccepted(await Service.AbortAsync(guest, id));
            await Eventually.SeesAsync("the abort is tried", () => Service.ProgressAsync(guest, id),
                progress => ((string?)progress["commands"]![0]!["reason"])?.Contains("may have come too late", StringComparison.Ordinal) == true);
        }
        finally
        {
            TwoNodes.Destination.SignalLibvirtd("CONT");
        }

        await Service.UntilAsync(guest, id, "completed");
        await Eventually.SeesAsync("the abort is settled", () => Service.ProgressAsync(guest, id),
            progress => Command(progress) == ("abort", "too_late", null));
        await guest.RunsAtAsync(TwoNodes.Destination);
    }

    [Test]
    public async Task Eight_AtOnce_AreAllShownAndCancelled()
    {
        var guests = Enumerable.Range(0, 8).Select(_ => Guest.Start()).ToList();
        try
        {
            guests.ForEach(guest => guest.Migrate());
            var ids = new List<long>();
            foreach (var guest in guests)
                ids.Add(Id(await Service.UntilListedAsync(guest)));

            Assert.That(ids, Is.Unique);
            foreach (var (guest, id) in guests.Zip(ids))
                AssertAccepted(await Service.AbortAsync(guest, id));
            foreach (var (guest, id) in guests.Zip(ids))
                await Service.UntilAsync(guest, id, "cancelled");
            Assert.That(guests.Select(guest => guest.StateAt(TwoNodes.Source)), Has.All.EqualTo("running"));
        }
        finally
        {
            guests.ForEach(guest => guest.Dispose());
        }
    }
}
