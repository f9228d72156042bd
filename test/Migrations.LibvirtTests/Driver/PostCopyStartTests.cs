using Migrations.Drivers;
using Migrations.Drivers.Libvirt;

namespace Migrations.LibvirtTests.Driver;

internal sealed class PostCopyStartTests : StartTest
{
    protected override void Configure(LibvirtOptions options)
    {
        base.Configure(options);
        (options.PermitPostCopy, options.PermitAutoConverge) = (true, true);
    }

    [Test]
    public async Task Start_Server_CanBeSwitchedToPostCopy()
    {
        using var guest = StartGuest();
        await StartAsync(guest);
        await JobOfAsync(guest, JobPhase.PreCopy);

        Assert.That(await Driver.ForceCompleteAsync(JobOf(guest), default), Is.EqualTo(ForceCompleteMeans.PostCopy));

        Assert.That((await EndOfAsync(guest)).Result, Is.EqualTo(JobResult.Completed));
        await guest.RunsOnlyAtAsync(TwoNodes.Destination);
    }

    [Test]
    public async Task Start_PausedServer_ArrivesPaused()
    {
        using var guest = StartGuest(paused: true, mebibytesPerSecond: 1000);

        await StartAsync(guest);

        Assert.That((await EndOfAsync(guest)).Result, Is.EqualTo(JobResult.Completed));
        Assert.That((guest.StateAt(TwoNodes.Source), guest.StateAt(TwoNodes.Destination)), Is.EqualTo(("gone", "paused")));
    }
}
