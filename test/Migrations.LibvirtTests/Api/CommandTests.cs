using System.Net;
using Migrations.LibvirtTests.Nodes;

namespace Migrations.LibvirtTests.Api;

internal sealed class CommandTests : ApiTest
{
    [Test]
    public async Task Abort_Running_IsCancelledAndTheServerRunsHere()
    {
        using var guest = Guest.Start();
        guest.Migrate();
        var id = Id(await Service.UntilListedAsync(guest));

        AssertAccepted(await Service.AbortAsync(guest, id));

        var progress = await Service.UntilAsync(guest, id, "cancelled");
        Assert.That(Command(progress), Is.EqualTo(("abort", "done", (string?)null)));
        Assert.That(await Service.ListAsync(guest), Is.Empty);
        Assert.That(guest.StateAt(TwoNodes.Destination), Is.EqualTo("gone"));
        await guest.RunsAtAsync(TwoNodes.Source);
    }

    [TestCase("post_copy", "--postcopy")]
    [TestCase("pause")]
    public async Task ForceComplete_Running_IsCompletedAndTheServerRunsThere(string means, params string[] options)
    {
        using var guest = Guest.Start();
        guest.Migrate(16, options);
        var id = Id(await Service.UntilListedAsync(guest));

        AssertAccepted(await Service.ForceCompleteAsync(guest, id));

        var progress = await Service.UntilAsync(guest, id, "completed");
        Assert.That(Command(progress), Is.EqualTo(("force_complete", "done", (string?)means)));
        Assert.That((int)progress["percent"]!, Is.EqualTo(100));
        Assert.That(guest.StateAt(TwoNodes.Source), Is.EqualTo("gone"));
        await guest.RunsAtAsync(TwoNodes.Destination);
    }

    [Test]
    public async Task ForceComplete_WhileDisksAreCopied_IsDoneOnceItCanBe()
    {
        using var guest = Guest.Start(withDisk: true);
        guest.Migrate(16, "--copy-storage-all", "--postcopy");
        var id = Id(await Service.UntilListedAsync(guest));

        AssertAccepted(await Service.ForceCompleteAsync(guest, id));
        Assert.That(Command(await Service.ProgressAsync(guest, id)).Outcome, Is.EqualTo("pending"));

        var progress = await Service.UntilAsync(guest, id, "completed");
        Assert.That(Command(progress), Is.EqualTo(("force_complete", "done", "post_copy")));
        await guest.RunsAtAsync(TwoNodes.Destination);
    }

    [Test]
    public async Task Commands_ReadOnlyConnection_AreRefusedWithTheReason()
    {
        using var guest = Guest.Start();
        guest.Migrate();
        using var viewer = await ServiceClient.StartAsync(
            TwoNodes.Source.PathOf("read-only.db"), TwoNodes.Source.ReadOnlyUri);
        var id = Id(await viewer.UntilListedAsync(guest));

        foreach (var (status, body) in new[] { await viewer.AbortAsync(guest, id), await viewer.ForceCompleteAsync(guest, id) })
        {
            Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(body, Does.Contain("read-only socket"));
        }

        Assert.That(await viewer.ListAsync(guest), Has.Count.EqualTo(1));
    }
}
