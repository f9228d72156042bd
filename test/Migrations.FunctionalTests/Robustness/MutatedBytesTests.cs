using System.Text;
using CsCheck;
using Migrations.FunctionalTests.Http;

namespace Migrations.FunctionalTests.Robustness;

/// <summary>Requests whose very bytes are damaged: request lines, headers, lengths, chunks and ends of lines.</summary>
[Category(Fuzz.Category)]
public sealed class MutatedBytesTests
{
    private const string Server = "5f5a1e00-0000-4000-8000-000000000001";

    private const string List =
        $"GET /v2.1/servers/{Server}/migrations?limit=1 HTTP/1.1\r\nHost: localhost\r\nX-OpenStack-Nova-API-Version: 2.80\r\nConnection: close\r\n\r\n";

    private const string Act =
        $"POST /v2.1/servers/{Server}/migrations/1/action HTTP/1.1\r\nHost: localhost\r\nX-OpenStack-Nova-API-Version: 2.80\r\n"
        + "Content-Type: application/json\r\nContent-Length: 24\r\nConnection: close\r\n\r\n{\"force_complete\": null}";

    private const string InChunks =
        $"POST /v2.1/servers/{Server}/migrations/1/action HTTP/1.1\r\nHost: localhost\r\nX-OpenStack-Nova-API-Version: 2.80\r\n"
        + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n18\r\n{\"force_complete\": null}\r\n0\r\n\r\n";

    private static readonly string[] Pieces =
    [
        "\r\n", "\r", "\n", " ", "\t", ":", "\0", "é", "%00", "%", "?", "#", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/9.9", "http://localhost",
        "*", "Host: a\r\n", "Host:\r\n", "Content-Length: 5\r\n", "Content-Length: -1\r\n", "Content-Length: 99999999999999999999\r\n",
        "Content-Length: 0x18\r\n", "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: gzip\r\n", "Expect: 100-continue\r\n",
        "Connection: upgrade\r\nUpgrade: h2c\r\n", "ffffffffffffffff\r\n", "-1\r\n", "0\r\n\r\n", ";x=y", "\r\n continued", "GET", "OPTIONS",
    ];

    private FrozenService _service = null!;

    [OneTimeSetUp]
    public void Start() => _service = new FrozenService();

    [OneTimeTearDown]
    public void Stop() => _service.Dispose();

    [Test]
    public Task Answer_ToDamagedBytes_IsInFormOrTheConnectionEnds() =>
        Gen.OneOf(Damage.Of(List, Pieces), Damage.Of(Act, Pieces), Damage.Of(InChunks, Pieces)).SampleAsync(
            async request =>
            {
                foreach (var answer in RawAnswer.ParseAll(await RawHttp.ExchangeAsync(_service.Port, request)))
                    Assert.That(AnswerForm.Problem(answer, isHead: false), Is.Null,
                        $"{Encoding.Latin1.GetString(request)}\n=> {answer.Status} {answer.Text}");
            },
            iter: Fuzz.Times(2_000), threads: 16);
}
