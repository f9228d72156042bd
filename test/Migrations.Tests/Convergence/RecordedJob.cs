using System.Text.Json.Nodes;
using Migrations.Drivers;
using Migrations.Drivers.Libvirt.Interop;
using Migrations.Drivers.Libvirt.Jobs;

namespace Migrations.Tests.Convergence;

/// <summary>The readings of a job, as the driver made them of what libvirt reported of a real migration.</summary>
internal static class RecordedJob
{
    /// <param name="name">A file in the folder Recorded, without its ending.</param>
    public static IEnumerable<JobStats> Read(string name) =>
        from line in File.ReadLines(Path.Combine(TestContext.CurrentContext.TestDirectory, "Convergence", "Recorded", $"{name}.jsonl"))
        select JsonNode.Parse(line)!.AsObject() into reading
        select new OutboundJob(JobOf(reading["job"]!.AsObject()), StateOf(reading["state"]!.AsArray())) into job
        where !job.IsOver
        select job.ToStats() with { ForceCompleteMeans = [ForceCompleteMeans.Pause] };

    private static DomainState StateOf(JsonArray state) => new((virDomainState)(int)state[0]!, (int)state[1]!);

    private static DomainJob JobOf(JsonObject values)
    {
        long? Of(string name) => (long?)values[name];
        return new DomainJob((virDomainJobType)(int)values["type"]!, new JobParameters
        {
            Operation = Of("operation"),
            TimeElapsed = Of("time_elapsed"),
            Downtime = Of("downtime"),
            SetupTime = Of("setup_time"),
            MemoryTotal = Of("memory_total"),
            MemoryProcessed = Of("memory_processed"),
            MemoryRemaining = Of("memory_remaining"),
            MemoryBps = Of("memory_bps"),
            MemoryDirtyRate = Of("memory_dirty_rate"),
            MemoryPageSize = Of("memory_page_size"),
            MemoryIteration = Of("memory_iteration"),
            MemoryPostCopyRequests = Of("memory_postcopy_requests"),
            DiskTotal = Of("disk_total"),
            DiskProcessed = Of("disk_processed"),
            DiskRemaining = Of("disk_remaining"),
            AutoConvergeThrottle = Of("auto_converge_throttle"),
        });
    }
}
