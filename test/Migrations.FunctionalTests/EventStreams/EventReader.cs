using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace Migrations.FunctionalTests.EventStreams;

/// <summary>An open stream as a client reads it.</summary>
internal sealed class EventReader : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly HttpClient _client;
    private readonly IAsyncEnumerator<SseItem<string>> _events;
    private readonly SseParser<string> _parser;

    private EventReader(HttpClient client, HttpResponseMessage answer, Stream body)
    {
        (_client, Answer) = (client, answer);
        _parser = SseParser.Create(body);
        _events = _parser.EnumerateAsync().GetAsyncEnumerator();
    }

    public HttpResponseMessage Answer { get; }

    /// <summary>The last id that was read; what a client comes back with.</summary>
    public string LastEventId => _parser.LastEventId;

    /// <param name="after">The last event of an earlier stream.</param>
    public static async Task<EventReader> OpenAsync(Uri service, string path, string? after = null, string? token = null)
    {
        var client = new HttpClient { BaseAddress = service, Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-OpenStack-Nova-API-Version", "2.80");
        if (after is not null)
            request.Headers.Add("Last-Event-ID", after);
        if (token is not null)
            request.Headers.Add("X-Auth-Token", token);
        var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Deadline);
        return new EventReader(client, answer, await answer.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event, of whatever name; null at the end of the stream.</summary>
    public async Task<(string Name, string? Id, JsonNode Data)?> NextAsync() =>
        await _events.MoveNextAsync().AsTask().WaitAsync(Deadline)
            ? (_events.Current.EventType, _events.Current.EventId, JsonNode.Parse(_events.Current.Data)!)
            : null;

    /// <summary>The next event of this name; those of other names are skipped.</summary>
    public async Task<JsonNode> NextAsync(string name)
    {
        while (await NextAsync() is { } next)
            if (next.Name == name)
                return next.Data;
        throw new AssertionException($"The stream has ended without another {name}");
    }

    /// <summary>Reads to the end of the stream.</summary>
    /// <exception cref="IOException">It has been cut off.</exception>
    public async Task EndAsync()
    {
        while (await NextAsync() is not null)
        {
            // What else comes is of no interest.
        }
    }

    public async ValueTask DisposeAsync()
    {
        Answer.Dispose();
        _client.Dispose();
        try
        {
            await _events.DisposeAsync();
        }
        catch (NotSupportedException)
        {
            // It is still reading.
        }
    }
}
