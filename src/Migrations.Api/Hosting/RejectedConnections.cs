using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;

namespace Migrations.Api.Hosting;

/// <summary>Says once per burst that connections are rejected because there are too many, and how many they were.</summary>
internal sealed partial class RejectedConnections : IHostedService, IDisposable
{
    /// <summary>A burst is over when nothing was rejected for at least this long.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    /// <summary>The web server's own count.</summary>
    internal const string Counter = "kestrel.rejected_connections";

    private readonly int _most;
    private readonly ILogger<RejectedConnections> _logger;
    private readonly ITimer _timer;
    private readonly MeterListener _rejections = new();
    private readonly Lock _turn = new();
    private long _inBurst;
    private long _seen;

    public RejectedConnections(
        IMeterFactory meters, IOptions<ConnectionOptions> limits, TimeProvider clock, ILogger<RejectedConnections> logger)
    {
        _most = limits.Value.Connections;
        _logger = logger;
        _timer = clock.CreateTimer(_ => EndBurstIfQuiet(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _rejections.InstrumentPublished = (instrument, listener) =>
        {
            // A process of tests has several services.
            if (instrument.Name == Counter && instrument.Meter.Scope == meters)
                listener.EnableMeasurementEvents(instrument);
        };
        _rejections.SetMeasurementEventCallback<long>((_, count, _, _) => Add(count));
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _rejections.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _rejections.Dispose();
        _timer.Dispose();
    }

    private void Add(long count)
    {
        lock (_turn)
        {
            if (_inBurst == 0)
            {
                LogRejecting(_most);
                _timer.Change(Quiet, Quiet);
            }
            _inBurst += count;
        }
    }

    private void EndBurstIfQuiet()
    {
        lock (_turn)
        {
            if (_inBurst != _seen)
            {
                _seen = _inBurst;
                return;
            }
            if (_inBurst > 0)
                LogTakenAgain(_inBurst);
            _inBurst = _seen = 0;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    [LoggerMessage(EventIds.ConnectionsRejected, LogLevel.Warning,
        "All {Most} connections are in use (Limits:Connections); new ones are rejected")]
    private partial void LogRejecting(int most);

    [LoggerMessage(EventIds.ConnectionsTakenAgain, LogLevel.Warning,
        "{Count} connections were rejected; for some seconds none has been")]
    private partial void LogTakenAgain(long count);
}
