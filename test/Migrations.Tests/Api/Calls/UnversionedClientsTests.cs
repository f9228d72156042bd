using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Migrations.Api.Calls;

namespace Migrations.Tests.Api.Calls;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class UnversionedClientsTests
{
    private readonly LogLines<UnversionedClients> _log = new();
    private readonly UnversionedClients _clients;

    public UnversionedClientsTests() => _clients = new UnversionedClients(_log);

    [Test]
    public void Call_WithoutAVersion_IsLoggedOnceForEachClient()
    {
        foreach (var (address, agent) in new[] { ("10.0.0.1", "curl/8"), ("10.0.0.1", "curl/8"), ("10.0.0.2", "curl/8"), ("10.0.0.1", "wget") })
            _clients.Note(Request(address, agent));

        Assert.That(_log.Lines, Has.Count.EqualTo(3));
        Assert.That(_log.Lines[0], Is.EqualTo("Information: Client 10.0.0.1 (curl/8) got 404 for GET /v2.1/servers/S/migrations: "
            + "its request names no version, and 2.1 has no such call. Send the header 'OpenStack-API-Version: compute 2.80'. "
            + "This is said once for each client"));
        Assert.That(_log.Ids, Is.All.EqualTo(EventIds.VersionNotNamed));
    }

    [TestCase("2.80", 1)]
    [TestCase("volume 3.60", 1)]
    [TestCase("compute 2.1", 0)]
    public void Call_WithAHeader_IsLoggedUnlessThatNamesAVersionOfCompute(string version, int lines)
    {
        var request = Request("10.0.0.1", "curl/8");
        request.Request.Headers["OpenStack-API-Version"] = version;

        _clients.Note(request);

        Assert.That(_log.Lines, Has.Count.EqualTo(lines));
    }

    [Test]
    public void UserAgents_WithoutEnd_DoNotFillTheLog()
    {
        for (var i = 0; i < 2000; i++)
            _clients.Note(Request("10.0.0.1", i.ToString(CultureInfo.InvariantCulture) + new string('x', 5000)));

        Assert.That(_log.Lines, Has.Count.EqualTo(1000));
        Assert.That(_log.Lines, Has.All.Length.LessThan(500));
    }

    private static DefaultHttpContext Request(string address, string userAgent) => new()
    {
        Connection = { RemoteIpAddress = IPAddress.Parse(address) },
        Request = { Method = "GET", Path = "/v2.1/servers/S/migrations", Headers = { UserAgent = userAgent } },
    };
}
