namespace Migrations.Drivers;

/// <summary>How a job ended, as far as the hypervisor tells.</summary>
/// <param name="Result">Decided by where the server runs, never guessed.</param>
/// <param name="Reason">What was seen, for a person; null when there is nothing to add.</param>
/// <param name="FinalStats">The last reading, where the hypervisor still has it.</param>
/// <param name="IsUnexplained">Of a failed job: the hypervisor does not tell why, and the server runs here.</param>
public sealed record JobEnd(JobResult Result, string? Reason = null, JobStats? FinalStats = null, bool IsUnexplained = false)
{
    /// <summary>Whether an abort, if one was sent, explains this end.</summary>
    public bool FitsAnAbort => IsUnexplained || Result is JobResult.Cancelled or JobResult.NotMigrated;
}

/// <summary>The ways in which a job can end.</summary>
public enum JobResult
{
    /// <summary>The server runs at the destination.</summary>
    Completed,

    /// <summary>The hypervisor itself says that the job was cancelled; the server runs here.</summary>
    Cancelled,

    /// <summary>The server runs here, and the hypervisor does not tell why.</summary>
    NotMigrated,

    /// <summary>The job failed; the reason says how.</summary>
    Failed,

    /// <summary>It cannot be known where the server runs.</summary>
    Unknown,
}
