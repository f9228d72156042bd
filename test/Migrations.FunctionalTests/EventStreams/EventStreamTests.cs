using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Migrations.FunctionalTests.Http;
using Migrations.Live;

namespace Migrations.FunctionalTests.EventStreams;

/// <summary>Event streams of a service in which nothing moves by itself.</summary>
public sealed class EventStreamTests
{
    private const string Project = "6f70656e737461636b20342065766572";
    private const string Stream = "/v2.1/migration-events";
    private const string Migration = "/v2.1/servers/5f5a1e00-0000-4000-8000-000000000016/migrations/41";
    private static readonly Guid Server = new("5f5a1e00-0000-4000-8000-000000000016");

    private FrozenService? _service;

    private Uri Address => new($"http://127.0.0.1:{_service!.Port}");

    [TearDown]
    public void Stop() => _service?.Dispose();

    [Test]
    public async Task Stream_OfTheHost_BeginsWithWhatThereIs()
    {
        Start();
        await using var reader = await EventReader.OpenAsync(Address, Stream);

        var headers = reader.Answer.Headers;
        Assert.That(reader.Answer.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/event-stream"));
        Assert.That(headers.GetValues("OpenStack-API-Version"), Is.EqualTo(new[] { "compute 2.80" }));
        Assert.That(headers.GetValues("x-openstack-request-id").Single(), Does.StartWith("req-"));
        Assert.That(headers.GetValues("X-Accel-Buffering"), Is.EqualTo(new[] { "no" }));

        var snapshot = await reader.NextAsync();
        Assert.That((snapshot!.Value.Name, snapshot.Value.Id), Is.EqualTo(("snapshot", "0")));
        var item = snapshot.Value.Data["migrations"]!.AsArray().Single(each => (long)each!["migration"]!["id"]! == 41)!;
        Assert.That((string)item["server"]!["id"]!, Is.EqualTo($"{Server}"));
        Assert.That(item["migration"]!.ToJsonString(), Is.EqualTo((await GetAsync(Migration))["migration"]!.ToJsonString()));
        Assert.That(item["progress"]!.ToJsonString(), Is.EqualTo((await GetAsync($"{Migration}/progress"))["progress"]!.ToJsonString()));
        Assert.That(snapshot.Value.Data["ended"]!.AsArray(), Is.Not.Empty);
        Assert.That((await reader.NextAsync())!.Value.Name, Is.EqualTo("heartbeat"));
    }

    [Test]
    public async Task Command_IsToldAtOnceAndIsNotToldAgainToWhoComesBack()
    {
        Start();
        string last;
        await using (var reader = await EventReader.OpenAsync(Address, Stream))
        {
            await reader.NextAsync("snapshot");
            Assert.That((await SendAsync("DELETE", Migration)).Status, Is.EqualTo(202));

            var told = await reader.NextAsync("migration");
            Assert.That((string)told["event"]!["kind"]!, Is.EqualTo("command_accepted"));
            Assert.That((string)told["event"]!["command"]!["kind"]!, Is.EqualTo("abort"));
            Assert.That(told["progress"]!["commands"]!.AsArray(), Has.Count.EqualTo(1));
            last = reader.LastEventId;
            Assert.That(last, Is.EqualTo($"{told["event"]!["id"]}"));
        }

        await using var again = await EventReader.OpenAsync(Address, Stream, after: last);
        while (await again.NextAsync() is { Name: not "heartbeat" } next)
            Assert.That(next.Name, Is.EqualTo("progress"), "neither a snapshot nor the event");
        await EndAsync(41);
        Assert.That((string)(await again.NextAsync("migration"))["event"]!["kind"]!, Is.EqualTo("ended"));
    }

    [Test]
    public async Task Stream_BelowAMigration_EndsAfterItsEndAndHasNothingForWhoComesBack()
    {
        Start();
        await using var reader = await EventReader.OpenAsync(Address, $"{Migration}/events");
        await reader.NextAsync("snapshot");

        await EndAsync(41);

        var ended = await reader.NextAsync("migration");
        Assert.That((string)ended["migration"]!["status"]!, Is.EqualTo("completed"));
        Assert.That(await reader.NextAsync(), Is.Null, "the stream has ended");

        var again = await SendAsync("GET", $"{Migration}/events", ("Last-Event-ID", reader.LastEventId));
        Assert.That((again.Status, again.Body.Length), Is.EqualTo((204, 0)));
    }

    [Test]
    public async Task Streams_AboveTheLimit_AreRefusedUntilOneIsClosed()
    {
        Start(("Events:MaxStreams", "1"));
        await using (var reader = await EventReader.OpenAsync(Address, Stream))
        {
            await reader.NextAsync("snapshot");

            var refused = await SendAsync("GET", Stream);

            Assert.That((refused.Status, refused.Header("Retry-After")), Is.EqualTo((429, "5")));
            Assert.That((string)JsonNode.Parse(refused.Body)!["overLimit"]!["message"]!, Does.Contain("Events:MaxStreams"));
        }
        await Eventually.SeesAsync("a free place", async () =>
        {
            await using var reader = await EventReader.OpenAsync(Address, Stream);
            return reader.Answer.StatusCode;
        }, status => status == HttpStatusCode.OK);
    }

    [TestCase("member")]
    [TestCase("reader")]
    public async Task Stream_ByDefault_IsForAdministratorsOnly(string role)
    {
        Start();
        foreach (var path in (string[])[Stream, $"{Migration}/events"])
        {
            var refused = await SendAsync("GET", path, ("X-Auth-Token", $"u:{Project}:{role}"));
            Assert.That(refused.Status, Is.EqualTo(403));
            Assert.That(refused.Text, Does.Contain("os_compute_api:servers:migrations:events"));
        }
    }

    [TestCase("?server=web-1", "server")]
    [TestCase("?status=moving", "status")]
    [TestCase("?limit=1", "limit")]
    public async Task Filter_ThatMeansNothing_IsRefused(string query, string named)
    {
        Start();

        var refused = await SendAsync("GET", Stream + query);

        Assert.That(refused.Status, Is.EqualTo(400));
        Assert.That(refused.Text, Does.Contain(named));
    }

    [Test]
    public async Task Filter_ByServerAndStatus_LeavesOutTheOthers()
    {
        Start();
        await using var reader = await EventReader.OpenAsync(Address, $"{Stream}?server={Server}&status=running");

        var snapshot = await reader.NextAsync("snapshot");

        Assert.That(snapshot["migrations"]!.AsArray().Select(each => ((string)each!["server"]!["id"]!, (string)each["migration"]!["status"]!)),
            Is.Not.Empty.And.All.EqualTo(($"{Server}", "running")));
        Assert.That(snapshot["ended"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task Head_OfAStream_IsAnsweredAtOnceAsForOtherCalls()
    {
        Start();

        Assert.That((await SendAsync("HEAD", Stream)).Status, Is.EqualTo((await SendAsync("HEAD", Migration)).Status));
    }

    [Test]
    public async Task Reader_WhoDoesNotRead_DoesNotHoldUpTheOthers()
    {
        Start();
        using var idle = new TcpClient { ReceiveBufferSize = 4096 };
        await idle.ConnectAsync(IPAddress.Loopback, _service!.Port);
        await idle.GetStream().WriteAsync(new RawRequest("GET", Stream) { Headers = [("X-OpenStack-Nova-API-Version", "2.80")] }.ToBytes());
        await using var reader = await EventReader.OpenAsync(Address, Stream);
        await reader.NextAsync("snapshot");

        for (var percent = 1; percent < 90; percent++)
        {
            await ChangeAsync(record => record with { Progress = record.Progress with { Downtime = TimeSpan.FromSeconds(percent) } });
            await reader.NextAsync("progress");
        }
        await EndAsync(41);

        Assert.That((string)(await reader.NextAsync("migration"))["event"]!["kind"]!, Is.EqualTo("ended"));
    }

    private void Start(params (string Key, string Value)[] settings) =>
        _service = new FrozenService(settings.ToDictionary(setting => setting.Key, setting => setting.Value));

    private Task<LiveChanges> EndAsync(long id) =>
        ChangeAsync(record => record.Id == id ? record with { Status = MigrationStatus.Completed, EndedAt = DateTimeOffset.UnixEpoch } : record);

    private Task<LiveChanges> ChangeAsync(Func<Migration, Migration> change) =>
        _service!.Services.GetRequiredService<LiveMigrations>().UpdateAsync(snapshot => new LiveChanges
        {
            Migrations = [.. snapshot.Of(Server).Select(live => live with { Record = change(live.Record) })],
        }, CancellationToken.None);

    private async Task<JsonNode> GetAsync(string path) => JsonNode.Parse((await SendAsync("GET", path)).Body)!;

    private Task<RawAnswer> SendAsync(string method, string path, params (string Name, string Value)[] headers) =>
        _service!.SendAsync(new RawRequest(method, path) { Headers = [("X-OpenStack-Nova-API-Version", "2.80"), .. headers] });
}
