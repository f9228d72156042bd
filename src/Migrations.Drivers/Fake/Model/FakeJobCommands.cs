using Migrations.Drivers.Fake.Scenarios;

namespace Migrations.Drivers.Fake.Model;

internal sealed partial record FakeJob
{
    /// <summary>This job after an abort.</summary>
    /// <exception cref="MigrationDriverException">The server may already run at the destination.</exception>
    public FakeJob Abort() => Phase switch
    {
        JobPhase.Queued => EndAs(JobResult.Cancelled),
        JobPhase.Preparing or JobPhase.Storage or JobPhase.PreCopy => Enter(JobPhase.Aborting),
        JobPhase.Aborting => this,
        JobPhase.PostCopy or JobPhase.PostCopyBroken =>
            throw Error(DriverErrorKind.Refused, "cannot abort migration in post-copy mode"),
        _ => throw Error(DriverErrorKind.Refused, "cannot abort migration: everything has been copied"),
    };

    /// <summary>This job after a force-complete, and the means used.</summary>
    /// <exception cref="MigrationDriverException">It is too early, or too late.</exception>
    public (FakeJob Job, ForceCompleteMeans Means) ForceComplete(ScenarioServer server) => Phase switch
    {
        JobPhase.Queued or JobPhase.Preparing or JobPhase.Storage =>
            throw Error(DriverErrorKind.NotYet, "the copy of memory has not begun"),
        JobPhase.PreCopy when server.PostCopy => (SwitchToPostCopy(), ForceCompleteMeans.PostCopy),
        JobPhase.PreCopy => (this with { Paused = true }, ForceCompleteMeans.Pause),
        JobPhase.PostCopy => (this, ForceCompleteMeans.PostCopy),
        JobPhase.PostCopyBroken => throw Error(DriverErrorKind.Refused, "post-copy has lost its connection"),
        JobPhase.Aborting => throw Error(DriverErrorKind.Refused, "the migration is being aborted"),
        _ => throw Error(DriverErrorKind.Refused, "everything has been copied"),
    };

    /// <summary>This job under changed terms.</summary>
    /// <exception cref="MigrationDriverException">The copy that they are for is over.</exception>
    public FakeJob Steer(Func<JobTerms, JobTerms> change) => Phase is JobPhase.Queued or JobPhase.Preparing or JobPhase.Storage or JobPhase.PreCopy
        ? this with { Terms = change(Terms ?? new JobTerms()) }
        : throw Error(DriverErrorKind.Refused, "the copy of memory before the switch is over");

    private FakeJob SwitchToPostCopy() =>
        (this with { Memory = Memory.SwitchToPostCopy(), Downtime = FakeWorld.StepLength }).Enter(JobPhase.PostCopy);

    private static MigrationDriverException Error(DriverErrorKind kind, string message) => new(kind, message);
}
