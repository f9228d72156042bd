using System.Text.Json.Nodes;
using Migrations.FunctionalTests.Http;

namespace Migrations.FunctionalTests.Wire;

/// <summary>Requests that the web server refuses before the service sees them.</summary>
public sealed class UnreadableRequestsTests
{
    private FrozenService _service = null!;

    [OneTimeSetUp]
    public void Start() => _service = new FrozenService();

    [OneTimeTearDown]
    public void Stop() => _service.Dispose();

    [TestCase("/v2.1/%00", 400, "badRequest")]
    [TestCase("/v2.1/é", 400, "badRequest")]
    public Task Target_ThatCannotBe_IsRefusedInTheEnvelope(string target, int status, string name) =>
        AssertFaultAsync(new RawRequest("GET", target), status, name);

    [Test]
    public Task RequestLine_ThatIsTooLong_IsRefusedInTheEnvelope() =>
        AssertFaultAsync(new RawRequest("GET", $"/{new string('a', 9000)}"), 414, "computeFault");

    [Test]
    public Task Headers_ThatAreTooLong_AreRefusedInTheEnvelope() =>
        AssertFaultAsync(new RawRequest("GET", "/v2.1") { Headers = [("X-Long", new string('a', 40_000))] }, 431, "computeFault");

    [Test]
    public Task Header_WithoutAColon_IsRefusedInTheEnvelope() =>
        AssertFaultAsync(new RawRequest("GET", "/v2.1 HTTP/1.1\r\nnonsense\r\nX:"), 400, "badRequest");

    [TestCase("-1")]
    [TestCase("1, 1")]
    [TestCase("123456789012345678901234567890")]
    public Task Length_ThatCannotBe_IsRefusedInTheEnvelope(string length) =>
        AssertFaultAsync(new RawRequest("POST", "/v2.1") { Headers = [("Content-Length", length)] }, 400, "badRequest");

    [Test]
    public Task Version_ThatIsNotSpoken_IsRefusedInTheEnvelope() =>
        AssertFaultAsync(new RawRequest("GET", "/v2.1 HTTP/3.1\r\nX:"), 505, "computeFault");

    [Test]
    public async Task Head_WithHeadersThatAreTooLong_HasNoBody()
    {
        var answer = await _service.SendAsync(new RawRequest("HEAD", "/v2.1") { Headers = [("X-Long", new string('a', 40_000))] });

        Assert.That((answer.Status, answer.Body.Length), Is.EqualTo((431, 0)));
    }

    [Test]
    public async Task Request_AfterAnotherOnTheSameConnection_IsRefusedInTheEnvelope()
    {
        var answers = RawAnswer.ParseAll(await RawHttp.ExchangeAsync(
            _service.Port, "GET /v2.1 HTTP/1.1\r\nHost: a\r\n\r\nnonsense\r\n\r\n"u8.ToArray())).ToList();

        Assert.That(answers.Select(answer => answer.Status), Is.EqualTo(new[] { 200, 400 }));
        Assert.That((int)JsonNode.Parse(answers[1].Body)!["badRequest"]!["code"]!, Is.EqualTo(400));
    }

    private async Task AssertFaultAsync(RawRequest request, int status, string name)
    {
        var answer = await _service.SendAsync(request);

        Assert.That(answer.Status, Is.EqualTo(status), answer.Text);
        Assert.That(answer.Header("Content-Type"), Is.EqualTo("application/json; charset=UTF-8"));
        Assert.That(answer.Header("Connection"), Is.EqualTo("close"));
        Assert.That((int)JsonNode.Parse(answer.Body)![name]!["code"]!, Is.EqualTo(status));
    }
}
