using Microsoft.Extensions.Options;
using Migrations.Api.Wire;

namespace Migrations.Api.EventStreams;

/// <summary>Counts the open streams, so that they are not too many.</summary>
internal sealed class StreamPlaces(IOptions<EventsOptions> options)
{
    private const int RetryAfterSeconds = 5;

    private int _taken;

    /// <summary>Raised when a stream has taken its place.</summary>
    public event Action? Taken;

    /// <summary>What is answered while all places are taken.</summary>
    public static Fault TooMany { get; } = new(429,
        $"Too many event streams are open ({EventsOptions.Section}:{nameof(EventsOptions.MaxStreams)}). Try again in {RetryAfterSeconds} s.")
    { RetryAfterSeconds = RetryAfterSeconds };

    public int Count => Volatile.Read(ref _taken);

    public bool AreTaken => Count > 0;

    /// <summary>A place, to be disposed when the stream ends; null when there is none.</summary>
    public IDisposable? TryTake()
    {
        if (Interlocked.Increment(ref _taken) > options.Value.MaxStreams)
        {
            Interlocked.Decrement(ref _taken);
            return null;
        }
        Taken?.Invoke();
        return new Place(this);
    }

    private sealed class Place(StreamPlaces places) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
                Interlocked.Decrement(ref places._taken);
        }
    }
}
