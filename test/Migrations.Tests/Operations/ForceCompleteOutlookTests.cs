using Migrations.Drivers;
using Migrations.Operations;

namespace Migrations.Tests.Operations;

public sealed class ForceCompleteOutlookTests
{
    private static readonly DriverCapabilities Able = new("libvirt");

    [TestCase(MigrationStatus.Queued, "The migration is queued; it must be running.")]
    [TestCase(MigrationStatus.RunningPostCopy, "The migration is running (post-copy); it must be running.")]
    [TestCase(MigrationStatus.Completed, "The migration is over.")]
    public void Migration_InAnotherStatus_CannotBeForced(MigrationStatus status, string why) =>
        Expect(ForceCompleteOutlook.Of(Given.Live(status, Read()), Given.Server(), Able), [], why);

    [Test]
    public void Server_ThatIsPaused_CannotBeForced() =>
        Expect(ForceCompleteOutlook.Of(Given.Live(stats: Read()), Given.Server(ServerState.Paused), Able), [],
            "The server is paused; it must be active.");

    [Test]
    public void Hypervisor_ThatTakesNoCommands_IsTheReason() =>
        Expect(ForceCompleteOutlook.Of(Given.Live(stats: Read()), Given.Server(), Able with { CannotCommand = "Libvirt:ReadOnly is set" }), [],
            "The hypervisor takes no commands: Libvirt:ReadOnly is set.");

    [Test]
    public void Migration_ThatHasNotBeenRead_HasNoMeansYet() =>
        Expect(ForceCompleteOutlook.Of(Given.Live(), Given.Server(), Able), [], "The hypervisor has not been read yet.");

    [Test]
    public void Migration_OfDisks_WaitsForItsMemory() =>
        Expect(ForceCompleteOutlook.Of(Given.Live(stats: Read(JobPhase.Storage, ForceCompleteMeans.Pause)), Given.Server(), Able),
            [ForceCompleteMeans.Pause], "It waits until memory is being copied. The server is paused until everything is copied.");

    [Test]
    public void Means_OfWhichTheHypervisorDecides_AreBothNamed() =>
        Expect(ForceCompleteOutlook.Of(Given.Live(stats: Read()), Given.Server(), Able), [ForceCompleteMeans.PostCopy, ForceCompleteMeans.Pause],
            "The server is switched to post-copy if the migration was started with it, else paused until everything is copied.");

    [TestCase(ForceCompleteMeans.PostCopy, "The server is switched to post-copy; refused if the migration was started without it.")]
    [TestCase(ForceCompleteMeans.Pause, "The server is paused until everything is copied.")]
    public void Means_OfWhichThereIsOne_IsNamed(ForceCompleteMeans means, string what) =>
        Expect(ForceCompleteOutlook.Of(Given.Live(stats: Read(JobPhase.PreCopy, means)), Given.Server(), Able), [means], what);

    private static JobStats Read() => Read(JobPhase.PreCopy, ForceCompleteMeans.PostCopy, ForceCompleteMeans.Pause);

    private static JobStats Read(JobPhase phase, params ForceCompleteMeans[] means) => new(phase) { ForceCompleteMeans = means };

    private static void Expect(ForceCompleteOutlook outlook, ForceCompleteMeans[] means, string explanation)
    {
        Assert.That(outlook.Means, Is.EqualTo(means));
        Assert.That(outlook.Explanation, Is.EqualTo(explanation));
    }
}
