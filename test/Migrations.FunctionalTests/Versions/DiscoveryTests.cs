using System.Text.Json.Nodes;
using Migrations.FunctionalTests.Http;

namespace Migrations.FunctionalTests.Versions;

public sealed class DiscoveryTests
{
    private FrozenService _service = null!;

    [OneTimeSetUp]
    public void Start() => _service = new FrozenService();

    [OneTimeTearDown]
    public void Stop() => _service.Dispose();

    [TestCase("GET")]
    [TestCase("POST")]
    [TestCase("DELETE")]
    public async Task Root_ByAnyMethod_ListsBothVersions(string method)
    {
        var versions = JsonNode.Parse((await _service.SendAsync(new RawRequest(method, "/"))).Body)!["versions"]!.AsArray();

        Assert.That(versions.Select(version => (string)version!["id"]!), Is.EqualTo(new[] { "v2.0", "v2.1" }));
        Assert.That((string)versions[1]!["version"]!, Is.EqualTo("2.104"));
    }

    [TestCase("/v2.1", "v2.1")]
    [TestCase("/v2.1/", "v2.1")]
    [TestCase("/v2", "v2.0")]
    [TestCase("/v2/", "v2.0")]
    public async Task Version_WithOrWithoutSlash_DescribesItself(string path, string id)
    {
        var answer = await _service.SendAsync(new RawRequest("GET", path));

        Assert.That((string)JsonNode.Parse(answer.Body)!["version"]!["id"]!, Is.EqualTo(id));
    }

    [TestCase("/v2.1/", "nonsense", 400)]
    [TestCase("/v2.1/", "3.0", 406)]
    [TestCase("/v2/", "nonsense", 200)]
    [TestCase("/", "nonsense", 200)]
    public async Task Version_WithAnOddMicroversion_ChecksItOnlyWhereThereAreAny(string path, string version, int status)
    {
        var answer = await _service.SendAsync(new RawRequest("GET", path) { Headers = [("X-OpenStack-Nova-API-Version", version)] });

        Assert.That(answer.Status, Is.EqualTo(status));
    }

    [Test]
    public async Task Links_PointWhereTheCallerHasAsked()
    {
        var answer = await _service.SendAsync(new RawRequest("GET", "/v2.1/"));

        Assert.That((string)JsonNode.Parse(answer.Body)!["version"]!["links"]![0]!["href"]!, Is.EqualTo("http://127.0.0.1/v2.1/"));
    }
}
