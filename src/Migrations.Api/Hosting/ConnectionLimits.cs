using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Migrations.Settings;

namespace Migrations.Api.Hosting;

/// <summary>Limits of connections; part of the <c>Limits</c> section.</summary>
internal sealed class ConnectionOptions
{
    public const string Section = "Limits";

    [Description("Maximum number of open connections; further ones are rejected")]
    [Range(10, 100_000)]
    public int Connections { get; set; } = 2000;

    [Description("How long a connection may be open without a request; a proxy that keeps connections must close them sooner")]
    [DurationRange("1s", "1d")]
    public TimeSpan IdleConnectionTime { get; set; } = TimeSpan.FromSeconds(15);

    [Description("How fast a caller must read its answers, in bytes per second on average; slower connections are closed")]
    [Range(240, 1_000_000)]
    public int AnswerBytesPerSecond { get; set; } = 4096;
}

/// <summary>Keeps silent and slow connections from locking everybody out, and from filling the memory.</summary>
internal static class ConnectionLimits
{
    /// <summary>How long a request's headers may take to arrive.</summary>
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How long a caller may read nothing before its speed counts.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>How much of the next requests on a connection is read ahead; the longest body fits.</summary>
    private const int ReadAheadBytes = 128 * 1024;

    public static void AddConnectionLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ConnectionOptions>().BindConfiguration(ConnectionOptions.Section);
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<ConnectionOptions>>((kestrel, limits) =>
        {
            kestrel.Limits.RequestHeadersTimeout = HeadersTimeout;
            kestrel.Limits.MaxConcurrentConnections = OpenFiles.Fit(limits.Value.Connections, OpenFiles.Limit);
            kestrel.Limits.KeepAliveTimeout = limits.Value.IdleConnectionTime;
            kestrel.Limits.MinResponseDataRate = new MinDataRate(limits.Value.AnswerBytesPerSecond, Pause);
            kestrel.Limits.MaxRequestBufferSize = ReadAheadBytes;
        });
        // The web server warns of each connection. One warning per burst takes its place.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel.Connections", LogLevel.Error);
        builder.Services.AddHostedService<RejectedConnections>();
    }
}

/// <summary>Says once per burst that connections are rejected because there are too many, and how many they were.</summary>
internal sealed partial class RejectedConnections : IHostedService, IDisposable
{
    /// <summary>A burst is over when nothing was rejected for at least this long.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    /// <summary>The web server's own count.</summary>
    internal const string Counter = "kestrel.rejected_connections";

    private readonly int _wanted;
    private readonly int _max;
    private readonly ILogger<RejectedConnections> _logger;
    private readonly ITimer _timer;
    private readonly MeterListener _rejections = new();
    private readonly Lock _turn = new();
    private long _inBurst;
    private long _seen;

    public RejectedConnections(
        IMeterFactory meters, IOptions<ConnectionOptions> limits, TimeProvider clock, ILogger<RejectedConnections> logger)
    {
        _wanted = limits.Value.Connections;
        _max = OpenFiles.Fit(_wanted, OpenFiles.Limit);
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
        if (_max < _wanted)
            LogFewFiles(OpenFiles.Limit, _max, _wanted);
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
                LogRejecting(_max);
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

    [LoggerMessage(EventIds.OpenFilesFew, LogLevel.Warning,
        "This process may open only {Files} files, so it takes {Max} connections and not {Wanted} (Limits:Connections). Raise its limit "
        + "of open files (LimitNOFILE, ulimit -n)")]
    private partial void LogFewFiles(int? files, int max, int wanted);

    [LoggerMessage(EventIds.ConnectionsRejected, LogLevel.Warning,
        "All {Max} connections are in use (Limits:Connections); new ones are rejected")]
    private partial void LogRejecting(int max);

    [LoggerMessage(EventIds.ConnectionsTakenAgain, LogLevel.Warning,
        "{Count} connections were rejected; now there are none")]
    private partial void LogTakenAgain(long count);
}
