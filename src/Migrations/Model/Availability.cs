namespace Migrations.Model;

/// <summary>Whether something that may be lost for a while is available. Its methods tell when this changes, so that each loss and each return is logged once.</summary>
/// <param name="unknownBecause">Why it counts as unavailable before the first attempt; null when it is available from the beginning.</param>
public class Availability(string? unknownBecause = null)
{
    private volatile Loss? _loss = unknownBecause is null ? null : new Loss(unknownBecause, IsSaid: false);

    /// <summary>Why it is unavailable; null while it is available.</summary>
    public string? LostBecause => _loss?.Reason;

    /// <summary>Records that it is available.</summary>
    /// <returns>Whether this is a return.</returns>
    public bool Found() => Interlocked.Exchange(ref _loss, null) is not null;

    /// <summary>Records that it is unavailable.</summary>
    /// <returns>Whether this is a new loss; another reason for the same loss is not.</returns>
    public bool Lost(string reason) => Interlocked.Exchange(ref _loss, new Loss(reason, IsSaid: true)) is not { IsSaid: true };

    private sealed record Loss(string Reason, bool IsSaid);
}
