using System.Text;
using System.Text.Json.Nodes;
using Migrations.FunctionalTests.Http;

namespace Migrations.FunctionalTests.Wire;

/// <summary>What HTTP itself brings along: methods, paths, sizes, encodings, headers.</summary>
public sealed class WireTests
{
    private const string Server = "/v2.1/servers/5f5a1e00-0000-4000-8000-000000000016";
    private const string Action = Server + "/migrations/41/action";
    private const string Failures = "Migrations.Api.Faults.FaultMiddleware";
    private const string Force = """{"force_complete": null}""";

    private FrozenService _service = null!;

    [OneTimeSetUp]
    public void Start() => _service = new FrozenService();

    [OneTimeTearDown]
    public void Stop() => _service.Dispose();

    [TestCase("PUT", Server + "/migrations", "GET")]
    [TestCase("POST", Server + "/migrations/41", "DELETE, GET")]
    [TestCase("GET", Action, "POST")]
    [TestCase("PATCH", "/v2.1/os-migrations", "GET")]
    public async Task Method_ThatThePathDoesNotKnow_Is405WithAllow(string method, string path, string allow)
    {
        var answer = await SendAsync(method, path);

        AssertFault(answer, 405, "badMethod");
        Assert.That(answer.Header("Allow")!.Split(", ").Order(), Is.EqualTo(allow.Split(", ")));
    }

    [Test]
    public async Task Head_OfAKnownPath_Is405WithoutABody()
    {
        var answer = await SendAsync("HEAD", Server + "/migrations");

        Assert.That(answer.Status, Is.EqualTo(405));
        Assert.That(answer.Body, Is.Empty);
    }

    [Test]
    public async Task Connect_Is405WithAllowAndNoFailure()
    {
        var answer = await SendAsync("CONNECT", "127.0.0.1");

        AssertFault(answer, 405, "badMethod");
        Assert.That(answer.Header("Allow"), Is.EqualTo("DELETE, GET, OPTIONS, POST"));
        Assert.That(_service.Log.Of(Failures), Is.Empty);
    }

    [TestCase("/")]
    [TestCase("/nowhere")]
    [TestCase(Server + "/migrations")]
    public async Task Options_OfAnyPath_IsAnEmpty200(string path)
    {
        var answer = await SendAsync("OPTIONS", path);

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(answer.Header("Content-Length"), Is.EqualTo("0"));
    }

    [TestCase("/nowhere")]
    [TestCase("/v2.1/nowhere")]
    [TestCase("/v3/servers")]
    [TestCase(Server + "/migrations/")]
    [TestCase(Server + "/Migrations")]
    [TestCase("/V2.1/servers/5f5a1e00-0000-4000-8000-000000000016/migrations")]
    [TestCase("//v2.1/servers/5f5a1e00-0000-4000-8000-000000000016/migrations")]
    [TestCase("/v2.1//servers/5f5a1e00-0000-4000-8000-000000000016/migrations")]
    [TestCase("/v2.1/servers%2F5f5a1e00-0000-4000-8000-000000000016/migrations")]
    [TestCase("/v2.1/ADMIN/servers/5f5a1e00-0000-4000-8000-000000000016/migrations")]
    [TestCase(Server + "/migrations.json")]
    [TestCase(Server + "/migrations;x=1")]
    [TestCase("/v2.1/servers/%ff/migrations")]
    public async Task Path_ThatIsNoRoute_IsA404InTheEnvelope(string path) =>
        AssertFault(await SendAsync("GET", path), 404, "itemNotFound");

    [Test]
    public async Task Id_OfOtherThanAscii_IsEchoedByteByByte()
    {
        var answer = await SendAsync("GET", "/v2.1/servers/%E2%98%83/migrations");

        Assert.That(AssertFault(answer, 404, "itemNotFound"), Is.EqualTo("Instance \u00e2\u0098\u0083 could not be found."));
    }

    [TestCase(114_688, 400)]
    [TestCase(114_689, 413)]
    public async Task Body_AtTheLimit_IsReadAndAboveItRefused(int length, int status)
    {
        var answer = await SendAsync("POST", Action, new byte[length]);

        AssertFault(answer, status, status == 413 ? "overLimit" : "badRequest");
    }

    [Test]
    public async Task Body_InChunksAboveTheLimit_IsRefused()
    {
        var chunk = Encoding.ASCII.GetBytes("10000\r\n" + new string(' ', 0x10000) + "\r\n");
        var answer = await SendAsync("POST", Action, [.. chunk, .. chunk, .. "0\r\n\r\n"u8], ("Transfer-Encoding", "chunked"));

        AssertFault(answer, 413, "overLimit");
    }

    [Test]
    public async Task Body_InChunks_IsRead()
    {
        var answer = await SendAsync(
            "POST", Action, Encoding.ASCII.GetBytes($"{Force.Length:x}\r\n{Force}\r\n0\r\n\r\n"), ("Transfer-Encoding", "chunked"));

        Assert.That(answer.Status, Is.EqualTo(202), answer.Text);
    }

    [TestCase("FFFFFFFFFFFFFFFF")]
    [TestCase("-1")]
    [TestCase("size")]
    public async Task Body_InChunksWithoutASize_Is400AndNoFailure(string size)
    {
        var body = Encoding.ASCII.GetBytes($"{size}\r\n{Force}\r\n0\r\n\r\n");

        AssertFault(await SendAsync("POST", Action, body, ("Transfer-Encoding", "chunked")), 400, "badRequest");
        AssertFault(await SendAsync("POST", "/nowhere", body, ("Transfer-Encoding", "chunked")), 404, "itemNotFound");
        Assert.That(_service.Log.Of(Failures).Concat(_service.Log.Of("Microsoft.AspNetCore.Server.Kestrel")), Is.Empty);
    }

    [TestCase("POST", "/nowhere", 404)]
    [TestCase("PATCH", "/v2.1/os-migrations", 405)]
    public async Task Body_InChunksThatNobodyReads_EndsTheConnectionAndSaysSo(string method, string path, int status)
    {
        var chunk = Encoding.ASCII.GetBytes("10000\r\n" + new string(' ', 0x10000) + "\r\n");

        var answer = await _service.SendAsync(new RawRequest(method, path)
        {
            Headers = [("Transfer-Encoding", "chunked")],
            Body = [.. chunk, .. chunk, .. "0\r\n\r\n"u8],
            EndsConnection = false,
        });

        Assert.That(answer.Status, Is.EqualTo(status));
        Assert.That(answer.Header("Connection"), Is.EqualTo("close"));
    }

    [Test]
    public async Task Body_AnnouncedAboveTheLimit_EndsTheConnectionAndSaysSo()
    {
        var answer = await _service.SendAsync(new RawRequest("POST", Action)
        {
            Body = new byte[114_689],
            EndsConnection = false,
        });

        Assert.That(answer.Status, Is.EqualTo(413));
        Assert.That(answer.Header("Connection"), Is.EqualTo("close"));
    }

    [Test]
    public async Task Body_NestedWithoutEnd_Is400() =>
        AssertFault(await SendAsync("POST", Action, Encoding.ASCII.GetBytes("{\"force_complete\": " + new string('[', 100_000))), 400, "badRequest");

    [Test]
    public async Task Accepted_HasAnEmptyBodyThatIsCalledJson()
    {
        var answer = await SendAsync("POST", Action, Encoding.ASCII.GetBytes(Force));

        Assert.That(answer.Status, Is.EqualTo(202));
        Assert.That(answer.Header("Content-Length"), Is.EqualTo("0"));
        Assert.That(answer.Header("Content-Type"), Is.EqualTo("application/json"));
    }

    [TestCase("application/vnd.openstack.compute+json", "application/vnd.openstack.compute+json")]
    [TestCase("text/html", "application/json")]
    [TestCase("", "application/json")]
    public async Task ContentType_OfAnAnswer_IsJsonUnlessNovasOwnIsAskedFor(string accept, string type) =>
        Assert.That((await SendAsync("GET", Server + "/migrations", null, ("Accept", accept))).Header("Content-Type"), Is.EqualTo(type));

    [Test]
    public async Task Answer_ToAVersionedRequest_NamesTheVersionTwiceAndTheRequestOnce()
    {
        var answer = await SendAsync("GET", Server + "/migrations", null, ("X-OpenStack-Request-ID", "req-of-the-caller"));

        Assert.That(answer.Header("OpenStack-API-Version"), Is.EqualTo("compute 2.80"));
        Assert.That(answer.Header("X-OpenStack-Nova-API-Version"), Is.EqualTo("2.80"));
        Assert.That(answer.Headers["Vary"], Is.EqualTo(new[] { "OpenStack-API-Version", "X-OpenStack-Nova-API-Version" }));
        Assert.That(answer.Header("x-compute-request-id"), Is.EqualTo(answer.Header("x-openstack-request-id")));
    }

    [Test]
    public async Task RequestId_OfEachRequest_IsARandomUuidOfItsOwn()
    {
        var ids = new List<string?>();
        for (var i = 0; i < 20; i++)
            ids.Add((await SendAsync("GET", Server + "/migrations", null)).Header("x-openstack-request-id"));

        Assert.That(ids, Is.Unique);
        Assert.That(ids, Is.All.Match("^req-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"));
    }

    [Test]
    public async Task Query_From2102On_IsStrictForListAndShowOnly()
    {
        (string, string) version = ("X-OpenStack-Nova-API-Version", "2.102");

        var list = await _service.SendAsync(new RawRequest("GET", Server + "/migrations?foo=1&bar=2") { Headers = [version] });
        var show = await _service.SendAsync(new RawRequest("GET", Server + "/migrations/41?foo=1") { Headers = [version] });
        var abort = await _service.SendAsync(new RawRequest("DELETE", Server + "/migrations/41?foo=1") { Headers = [version] });

        Assert.That(AssertFault(list, 400, "badRequest"), Is.EqualTo("Additional properties are not allowed ('bar', 'foo' were unexpected)"));
        Assert.That(AssertFault(show, 400, "badRequest"), Is.EqualTo("Additional properties are not allowed ('foo' was unexpected)"));
        Assert.That(abort.Status, Is.EqualTo(202));
    }

    private Task<RawAnswer> SendAsync(string method, string path, byte[]? body = null, params (string, string)[] headers) =>
        _service.SendAsync(new RawRequest(method, path)
        {
            Headers = [("X-OpenStack-Nova-API-Version", "2.80"), .. headers],
            Body = body,
        });

    private static string? AssertFault(RawAnswer answer, int status, string name)
    {
        Assert.That(answer.Status, Is.EqualTo(status), answer.Text);
        Assert.That(answer.Header("Content-Type"), Is.EqualTo("application/json; charset=UTF-8"));
        var fault = JsonNode.Parse(answer.Body)![name];
        Assert.That(fault?["code"]?.GetValue<int>(), Is.EqualTo(status), answer.Text);
        return fault?["message"]?.GetValue<string>();
    }
}
