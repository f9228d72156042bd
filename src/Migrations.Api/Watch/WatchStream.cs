using System.Net;
using System.Net.ServerSentEvents;
using System.Net.Sockets;
using System.Text.Json;
using Migrations.Api.EventStreams;
using Migrations.Api.Wire;

namespace Migrations.Api.Watch;

/// <summary>The service refuses the stream for good. The message is the service's own.</summary>
internal sealed class WatchRefusedException(string message) : Exception(message);

/// <summary>Follows a stream of the service, and comes back to it by itself.</summary>
internal sealed class WatchStream(HttpClient client, WatchArguments arguments, TimeProvider clock)
{
    /// <summary>Heartbeats come every 15 seconds: after three have failed to come, the connection is dead, whatever TCP believes.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(45);

    private readonly WatchPauses _pauses = new();
    private string _lastId = "";

    /// <summary>Tells what comes until there is nothing more to come.</summary>
    /// <exception cref="WatchRefusedException">To ask again would not help.</exception>
    public async Task FollowAsync(Action<WatchNews> tell, CancellationToken cancellationToken)
    {
        for (var isOver = false; !isOver;)
        {
            string reason;
            try
            {
                isOver = !await ReadAsync(tell, cancellationToken);
                reason = "the service has ended the stream";
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                reason = "the service has been silent for too long";
            }
            catch (JsonException)
            {
                reason = "the service sends what this version does not understand";
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                reason = e.GetBaseException() is SocketException socket ? socket.Message : e.Message;
            }
            if (isOver)
                return;
            var pause = _pauses.Next();
            tell(new WatchNews.Disconnected(reason, pause));
            await Task.Delay(pause, clock, cancellationToken);
        }
    }

    /// <returns>Whether there may be more to come.</returns>
    private async Task<bool> ReadAsync(Action<WatchNews> tell, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(Silence, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        using var request = Request();
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, end.Token);
        if (answer.StatusCode == HttpStatusCode.NoContent)
            return false;
        await CheckAsync(answer, end.Token);
        tell(new WatchNews.Connected());
        var parser = SseParser.Create(await answer.Content.ReadAsStreamAsync(end.Token), WatchBodies.Read);
        await foreach (var item in parser.EnumerateAsync(end.Token))
        {
            silence.CancelAfter(Silence);
            if (item.Data is not null)
                tell(item.Data);
            _lastId = item.EventId ?? _lastId;
            _pauses.Begin(parser.ReconnectionInterval);
        }
        return true;
    }

    private HttpRequestMessage Request()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, arguments.Stream);
        request.Headers.TryAddWithoutValidation("OpenStack-API-Version", $"compute {ApiVersions.ListAndShow}");
        request.Headers.TryAddWithoutValidation("Accept", EventStream.ContentType);
        if (arguments.Token is { } token)
            request.Headers.TryAddWithoutValidation("X-Auth-Token", token);
        if (_lastId.Length > 0)
            request.Headers.TryAddWithoutValidation(EventStream.LastEventId, _lastId);
        return request;
    }

    private async Task CheckAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.IsSuccessStatusCode)
        {
            if (answer.Content.Headers.ContentType?.MediaType != EventStream.ContentType)
                throw new WatchRefusedException($"{arguments.Root} is not the address of this service: it sends no events.");
            return;
        }
        var message = await WatchRefusal.MessageOfAsync(answer, cancellationToken);
        if (answer.StatusCode < HttpStatusCode.InternalServerError
            && answer.StatusCode is not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests))
            throw new WatchRefusedException(message);
        _pauses.Ask(answer.Headers.RetryAfter?.Delta);
        throw new HttpRequestException(message);
    }
}
