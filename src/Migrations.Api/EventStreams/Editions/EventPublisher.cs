using Migrations.Drivers;
using Migrations.Live;

namespace Migrations.Api.EventStreams.Editions;

/// <summary>Makes an edition after each pass, and after each change of a command, while there are streams. Without streams it does nothing.</summary>
internal sealed partial class EventPublisher : BackgroundService
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);

    private readonly LiveMigrations _live;
    private readonly IEventLog _log;
    private readonly EditionMaker _maker;
    private readonly StreamPlaces _places;
    private readonly TimeProvider _clock;
    private readonly ILogger<EventPublisher> _logger;
    private readonly WakeSignal _wake;
    private volatile Edition _latest = Edition.None;
    private bool _hasFailed;

    public EventPublisher(
        LiveMigrations live, IEventLog log, EditionMaker maker, StreamPlaces places, TimeProvider clock, ILogger<EventPublisher> logger)
    {
        (_live, _log, _maker, _places, _clock, _logger) = (live, log, maker, places, clock, logger);
        _wake = new WakeSignal(clock);
        _live.Published += Wake;
        _log.Appended += Wake;
        _places.Taken += Wake;
    }

    /// <summary>Number of the latest edition.</summary>
    public long Number => _latest.Number;

    /// <summary>An edition with a higher number than this, as soon as there is one.</summary>
    public async Task<Edition> AfterAsync(long number, CancellationToken cancellationToken)
    {
        while (true)
        {
            var latest = _latest;
            if (latest.Number > number)
                return latest;
            await latest.Replaced.WaitAsync(cancellationToken);
        }
    }

    public override void Dispose()
    {
        _live.Published -= Wake;
        _log.Appended -= Wake;
        _places.Taken -= Wake;
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await _wake.WaitAsync(UntilNextBeat(), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_places.AreTaken && !stoppingToken.IsCancellationRequested)
                await PublishAsync(stoppingToken);
        }
    }

    private async Task PublishAsync(CancellationToken stoppingToken)
    {
        var before = _latest;
        try
        {
            _latest = await _maker.NextAsync(before, stoppingToken);
            before.Replace();
            _hasFailed = false;
        }
        catch (Exception e) when (e is StoreUnavailableException || stoppingToken.IsCancellationRequested)
        {
            // The store reports this itself; the next pass makes the next attempt.
        }
        catch (Exception e)
        {
            if (!_hasFailed)
                LogFailed(e);
            _hasFailed = true;
        }
    }

    /// <remarks>Never at once: there may have been no edition because the last attempt has failed.</remarks>
    private TimeSpan UntilNextBeat()
    {
        if (!_places.AreTaken || _latest.Number == 0)
            return Timeout.InfiniteTimeSpan;
        var left = Heartbeat.Interval - _clock.GetElapsedTime(_latest.Beat.At);
        return left > ShortestWait ? left : ShortestWait;
    }

    private void Wake()
    {
        if (_places.AreTaken)
            _wake.Wake();
    }

    [LoggerMessage(EventIds.PublishingFailed, LogLevel.Error, "What event streams show cannot be brought up to date; it is tried again")]
    private partial void LogFailed(Exception exception);
}
