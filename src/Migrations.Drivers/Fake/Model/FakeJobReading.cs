using Migrations.Drivers.Fake.Scenarios;

namespace Migrations.Drivers.Fake.Model;

internal sealed partial record FakeJob
{
    private const long PageBytes = 4096;
    private static readonly ForceCompleteMeans[] ByPostCopy = [ForceCompleteMeans.PostCopy];
    private static readonly ForceCompleteMeans[] ByPause = [ForceCompleteMeans.Pause];

    /// <summary>The statistics that a hypervisor would report of this job now.</summary>
    public JobStats Read(ScenarioServer server, Chance chance) => Phase switch
    {
        JobPhase.Queued => new JobStats(Phase),
        JobPhase.Aborting => new JobStats(Phase) { Elapsed = Elapsed },
        JobPhase.Preparing or JobPhase.Storage => ReadDisks(server) with { Memory = new Transfer(0, 0, 0) },
        _ => ReadMemory(server, chance),
    };

    private JobStats ReadDisks(ScenarioServer server)
    {
        var total = Phase == JobPhase.Preparing ? 0 : server.DiskBytes;
        return new JobStats(Phase)
        {
            Elapsed = Elapsed,
            Disk = new Transfer(total, DiskProcessedBytes, total - DiskProcessedBytes),
            IsPaused = Paused || server.State != ServerState.Active,
            ServerMemoryBytes = server.MemoryBytes,
            ForceCompleteMeans = server.PostCopy ? ByPostCopy : ByPause,
        };
    }

    private JobStats ReadMemory(ScenarioServer server, Chance chance)
    {
        var speed = server.SpeedOf(DirtiedBytesPerSecond(server, chance));
        return ReadDisks(server) with
        {
            Memory = new Transfer(Memory.TotalBytes, Memory.ProcessedBytes, Memory.RemainingBytes),
            MemoryBytesPerSecond = speed.SentBytesPerSecond,
            // In the first pass QEMU reports 0, because it counts what was dirtied since the pass before.
            DirtyPagesPerSecond = Memory.Iteration > 1 ? speed.DirtiedBytesPerSecond / PageBytes : 0,
            PageSizeBytes = PageBytes,
            Iteration = Memory.Iteration,
            ExpectedDowntime = Phase == JobPhase.PreCopy
                ? speed.TimeFor(Memory.RemainingBytes + Memory.DirtiedBytes)
                : null,
            SetupTime = server.Prepare,
            PostCopyRequests = FetchedBytes / PageBytes,
        };
    }
}
