namespace Migrations.Model;

/// <summary>Whether something that may be lost for a while is there. It tells when that changes, so that a loss and a return are said once each.</summary>
/// <param name="unknownBecause">Why it cannot be counted on before it was first tried; null when it was there at the beginning.</param>
public class Availability(string? unknownBecause = null)
{
    private volatile Loss? _loss = unknownBecause is null ? null : new Loss(unknownBecause, IsSaid: false);

    /// <summary>Why it cannot be counted on; null while it is there.</summary>
    public string? LostBecause => _loss?.Reason;

    /// <summary>Notes that it is there.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Found() => Interlocked.Exchange(ref _loss, null) is not null;

    /// <summary>Notes that it is not there.</summary>
    /// <returns>Whether that is news; another reason for the same loss is not.</returns>
    public bool Lost(string reason) => Interlocked.Exchange(ref _loss, new Loss(reason, IsSaid: true)) is not { IsSaid: true };

    private sealed record Loss(string Reason, bool IsSaid);
}
