using System.Net;
using Migrations.LibvirtTests.Nodes;

namespace Migrations.LibvirtTests.Api;

/// <summary>Migrations that the service itself starts, by Nova's call.</summary>
internal sealed class StartedByServiceTests : StartApiTest
{
    [Test]
    public async Task Start_Server_RunsAtTheDestinationInTheEnd()
    {
        using var guest = StartGuest();
        var started = await StartAsync(guest);
        Assert.That(((string?)started["source_compute"], (string?)started["dest_compute"]), Is.EqualTo(("compute-1", "compute-2")));

        guest.Limit(1000);

        Assert.That((int)(await Service.UntilAsync(guest, Id(started), "completed"))["percent"]!, Is.EqualTo(100));
        await guest.RunsOnlyAtAsync(TwoNodes.Destination);
    }

    [Test]
    public async Task Start_ThenForced_SwitchesToPostCopyAsPermitted()
    {
        using var guest = StartGuest();
        var id = Id(await StartAsync(guest));

        AssertAccepted(await Service.ForceCompleteAsync(guest, id));

        Assert.That(Command(await Service.UntilAsync(guest, id, "completed")), Is.EqualTo(("force_complete", "done", "post_copy")));
        await guest.RunsOnlyAtAsync(TwoNodes.Destination);
    }

    [Test]
    public async Task Policy_SpeedSetWhileItRuns_IsThatOfTheCopy()
    {
        using var guest = StartGuest();
        var id = Id(await StartAsync(guest));

        var (status, _) = await Service.SetPolicyAsync(guest, id, """{"bandwidth_mebibytes_per_second": 1000}""");

        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        await Service.UntilAsync(guest, id, "completed");
        await guest.RunsOnlyAtAsync(TwoNodes.Destination);
    }

    [Test]
    public async Task Policy_DeadlineSetWhileItRuns_ForcesItToComplete()
    {
        using var guest = StartGuest();
        var id = Id(await StartAsync(guest));

        await Service.SetPolicyAsync(guest, id, """{"deadline_seconds": 1, "action": "force_complete"}""");

        Assert.That((string?)(await Service.UntilAsync(guest, id, "completed"))["reason"], Does.Contain("the deadline of 1s that was set for it"));
        await guest.RunsOnlyAtAsync(TwoNodes.Destination);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Service_EndsInMidMigration_FindsItAgainUnderItsId(bool isKilled)
    {
        using var guest = StartGuest();
        var before = await StartAsync(guest);

        if (!isKilled)
            await Service.StopAsync();
        Service.Dispose();
        Assert.That(TwoNodes.Source.JobStats(guest).GetValueOrDefault("memory_total"), Is.Positive, "it goes on without the service");
        await StartServiceAsync();

        var after = await Service.UntilListedAsync(guest);
        Assert.That((Id(after), (string?)after["uuid"]), Is.EqualTo((Id(before), (string?)before["uuid"])));
        await AbortAsync(guest, Id(after));
    }

    [Test]
    public async Task Service_KilledWhileItStartsAMigration_GoesOnWithThatOne([Values(0, 100, 300)] int milliseconds)
    {
        using var guest = StartGuest();
        AssertAccepted(await Service.StartMigrationAsync(guest));
        var id = Id((await Service.HistoryAsync(guest)).Single());

        await Task.Delay(milliseconds);
        Service.Dispose();
        await StartServiceAsync();

        var known = await Eventually.SeesAsync("that it runs or is over", () => Service.ProgressAsync(guest, id),
            progress => (string?)progress["status"] is "running" or "error" or "failed");
        Assert.That((await Service.HistoryAsync(guest)).Select(Id), Is.EqualTo(new[] { id }));
        if ((string?)known["status"] == "running")
            await AbortAsync(guest, id);
        else
            await guest.RunsOnlyAtAsync(TwoNodes.Source);
    }

    [Test]
    public async Task Start_OfASecondServer_WaitsAndCanBeCancelledWhileItDoes()
    {
        using var first = StartGuest();
        using var second = StartGuest();
        var running = Id(await StartAsync(first));
        AssertAccepted(await Service.StartMigrationAsync(second));
        var queued = Id(await Service.UntilListedAsync(second, "queued"));

        AssertAccepted(await Service.AbortAsync(second, queued));

        await Service.UntilAsync(second, queued, "cancelled");
        await second.RunsOnlyAtAsync(TwoNodes.Source);
        await AbortAsync(first, running);
    }

    [Test]
    public async Task Start_DeadPort_IsAnErrorWithLibvirtsWords()
    {
        using var guest = StartGuest();
        AssertAccepted(await Service.StartMigrationAsync(guest, "dead-port"));
        var id = Id((await Service.HistoryAsync(guest)).Single());

        var progress = await Eventually.SeesAsync("its end", () => Service.ProgressAsync(guest, id),
            known => (string?)known["status"] is "error" or "failed");

        Assert.That((string?)progress["reason"], Does.StartWith("Compute service of dead-port is unavailable at this time. (libvirt: ")
            .And.Contain("Connection refused"));
        await guest.RunsOnlyAtAsync(TwoNodes.Source);
    }

    [Test]
    public async Task Start_ServerOfNovaOrUnknownHost_IsRefused()
    {
        using var guest = Guest.Start();
        AssertAccepted(await Service.StartMigrationAsync(guest));
        var id = Id((await Service.HistoryAsync(guest)).Single());

        Assert.That((string?)(await Service.UntilAsync(guest, id, "error"))["reason"],
            Is.EqualTo($"Migration pre-check error: instance {guest.Uuid} belongs to Nova; start its migration there."));
        var (status, body) = await Service.StartMigrationAsync(guest, "compute-9");
        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(body, Does.Contain("Compute host compute-9 could not be found."));
    }
}
