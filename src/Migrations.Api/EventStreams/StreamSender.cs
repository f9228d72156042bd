using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Migrations.Api.EventStreams.Editions;
using Migrations.Api.Identity;

namespace Migrations.Api.EventStreams;

/// <summary>Sends streams to their readers.</summary>
internal sealed partial class StreamSender(
    EventPublisher publisher, StreamSource source, StreamPlaces places, IHostApplicationLifetime life, TimeProvider clock,
    ILogger<StreamSender> logger)
{
    /// <summary>Bytes that are sent at a time.</summary>
    private const int PieceBytes = 1 << 16;

    /// <summary>How long a reader may take for a piece. It counts instead of the speed of other answers: a stream is quiet most of the time.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The longest time of a timer; a stream that is cut off then is opened again.</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(30);

    public async Task SendAsync(HttpContext http, Caller caller, Viewer viewer, StreamForm form, long? after)
    {
        var newest = publisher.Number;
        using var place = places.TryTake();
        if (place is null)
        {
            await StreamPlaces.TooMany.ExecuteAsync(http);
            return;
        }
        using var expiry = new CancellationTokenSource(LifeOf(caller), clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, http.RequestAborted, life.ApplicationStopping);
        var follower = new Follower(viewer, form, source, after);
        try
        {
            await FollowAsync(http, follower, newest, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The end of a stream; its reader comes back if it wants to.
        }
        catch (StoreUnavailableException) when (http.Response.HasStarted)
        {
            // The same: whoever comes back is told that the database cannot be used.
        }
        catch (TimeoutException)
        {
            LogCutOff(Patience, http.TraceIdentifier);
            http.Abort();
        }
    }

    private async Task FollowAsync(HttpContext http, Follower follower, long newest, CancellationToken end)
    {
        var edition = await publisher.AfterAsync(newest, end);
        // Evaluated before anything is sent: what fails now still has an answer of its own.
        IReadOnlyList<ReadOnlyMemory<byte>> first = [Frame.Retry, .. follower.Next(edition)];
        Start(http);
        await WriteAsync(http, first, end);
        while (!follower.IsOver)
        {
            edition = await publisher.AfterAsync(edition.Number, end);
            await WriteAsync(http, follower.Next(edition), end);
        }
    }

    private static void Start(HttpContext http)
    {
        if (http.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
        http.Response.ContentType = EventStream.ContentType;
        http.Response.Headers.CacheControl = "no-store";
        // nginx would collect the answer.
        http.Response.Headers["X-Accel-Buffering"] = "no";
    }

    private async Task WriteAsync(HttpContext http, IEnumerable<ReadOnlyMemory<byte>> frames, CancellationToken end)
    {
        var body = http.Response.BodyWriter;
        var waiting = 0;
        foreach (var frame in frames)
        {
            body.Write(frame.Span);
            waiting += frame.Length;
            if (waiting < PieceBytes)
                continue;
            await FlushAsync(http, body, end);
            waiting = 0;
        }
        if (waiting > 0)
            await FlushAsync(http, body, end);
    }

    private async Task FlushAsync(HttpContext http, PipeWriter body, CancellationToken end)
    {
        var flush = body.FlushAsync(http.RequestAborted);
        if (flush.IsCompletedSuccessfully)
            return;
        var sent = flush.AsTask();
        try
        {
            await sent.WaitAsync(Patience, clock, end);
        }
        catch (OperationCanceledException) when (!sent.IsCompleted)
        {
            // It would hold up the stop of the service.
            http.Abort();
            throw;
        }
    }

    private TimeSpan LifeOf(Caller caller)
    {
        if (caller.ExpiresAt is not { } expiresAt || expiresAt - clock.GetUtcNow() is var left && left > LongestLife)
            return LongestLife;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    [LoggerMessage(EventIds.StreamCutOff, LogLevel.Warning,
        "The reader of an event stream has taken nothing for {Time}; its connection is closed (request {RequestId})")]
    private partial void LogCutOff(TimeSpan time, string requestId);
}
