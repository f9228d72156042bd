using System.Security.Cryptography;

namespace Migrations.Api.Watch;

/// <summary>The pauses between attempts to connect: twice as long each time, up to 30 seconds.</summary>
internal sealed class WatchPauses
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private TimeSpan _shortest = TimeSpan.FromSeconds(1);
    private TimeSpan _asked;
    private int _failures;

    /// <summary>An event has come: the next loss is the first one.</summary>
    /// <param name="shortest">What the service wishes; negative without a wish.</param>
    public void Begin(TimeSpan shortest)
    {
        _failures = 0;
        if (shortest > TimeSpan.Zero)
            _shortest = shortest < Longest ? shortest : Longest;
    }

    /// <summary>The next pause is to be at least this long.</summary>
    public void Ask(TimeSpan? pause) => _asked = pause ?? TimeSpan.Zero;

    public TimeSpan Next()
    {
        var grown = _shortest * Math.Pow(2, Math.Min(_failures++, 10));
        // Spread by a fifth, so that those whom one restart has cut off do not all come back at the same moment.
        var pause = (grown < Longest ? grown : Longest) * (0.8 + RandomNumberGenerator.GetInt32(0, 400) / 1000.0);
        var longer = pause > _asked ? pause : _asked;
        _asked = TimeSpan.Zero;
        return longer;
    }
}
