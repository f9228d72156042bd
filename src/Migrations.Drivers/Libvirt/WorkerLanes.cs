namespace Migrations.Drivers.Libvirt;

/// <summary>The threads that talk to libvirt, apart by what may hold them up.</summary>
internal sealed class WorkerLanes(int parallelReads, TimeProvider clock) : IDisposable
{
    private const int ParallelCommands = 4;

    /// <summary>Connecting, listing and finding: what libvirtd does without waiting for any QEMU.</summary>
    public WorkerLane Registry { get; } = new("registry", 1, clock);

    /// <summary>Reading from a domain, which may have to wait for its QEMU.</summary>
    public WorkerLane Reads { get; } = new("reads", parallelReads, clock);

    /// <summary>Commands, so that none waits behind a reading.</summary>
    public WorkerLane Commands { get; } = new("commands", ParallelCommands, clock);

    public void Dispose()
    {
        Registry.Dispose();
        Reads.Dispose();
        Commands.Dispose();
    }
}
