using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Migrations.FunctionalTests.Http;
using Migrations.Tests.Storage;

namespace Migrations.FunctionalTests.MigrationHistory;

/// <summary>The list of all migrations before 2.59, which has no pages, when it is long.</summary>
public sealed class UnpagedListTests
{
    private const int Count = 60_000;

    private readonly RawRequest _list = new("GET", "/v2.1/os-migrations?status=completed&host=compute-1");
    private FrozenService _service = null!;

    [OneTimeSetUp]
    public void Start()
    {
        _service = new FrozenService(new Dictionary<string, string> { ["Limits:UnpagedLists"] = "1" });
        ManyMigrations.AddTo(_service.Database, Count);
    }

    [OneTimeTearDown]
    public void Stop() => _service.Dispose();

    [Test]
    public async Task List_OfManyMigrations_HasEachOnceFromTheOldestOn()
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_service.Port}") };

        var list = JsonNode.Parse(await client.GetStringAsync(_list.Target))!["migrations"]!.AsArray();

        var ids = list.Select(migration => (long)migration!["id"]!).ToList();
        Assert.That(ids, Is.Unique.And.Ordered.And.Count.EqualTo(Count));
    }

    [Test]
    public async Task List_WhileAnotherCallerHasThePlace_Is503UntilThatOneIsGone()
    {
        using (var idle = new TcpClient { ReceiveBufferSize = 4096 })
        {
            await idle.ConnectAsync(IPAddress.Loopback, _service.Port);
            await idle.GetStream().WriteAsync(_list.ToBytes());
            await idle.GetStream().ReadExactlyAsync(new byte[1]);

            var refused = await _service.SendAsync(_list);
            var paged = await _service.SendAsync(_list with { Headers = [("X-OpenStack-Nova-API-Version", "2.59")] });

            Assert.That((refused.Status, refused.Header("Retry-After")), Is.EqualTo((503, "5")));
            Assert.That((int)JsonNode.Parse(refused.Body)!["serviceUnavailable"]!["code"]!, Is.EqualTo(503));
            Assert.That(paged.Status, Is.EqualTo(200));
        }

        await Eventually.SeesAsync("the place is free", async () => (await _service.SendAsync(_list)).Status, status => status == 200);
    }
}
