namespace Migrations.Monitoring;

/// <summary>Whether the hypervisor answers, as the last tick found it.</summary>
public sealed class DriverHealth
{
    private volatile string? _lostBecause = "The hypervisor has not been asked yet.";

    /// <summary>Why what is shown may be out of date; null while the hypervisor answers.</summary>
    public string? LostBecause => _lostBecause;

    /// <summary>Notes an answer.</summary>
    /// <returns>Whether it is the first after a loss.</returns>
    internal bool Answered() => Interlocked.Exchange(ref _lostBecause, null) is not null;

    /// <summary>Notes a failure.</summary>
    /// <returns>Whether it is the first after an answer.</returns>
    internal bool Lost(string reason) => Interlocked.Exchange(ref _lostBecause, reason) is null;
}
