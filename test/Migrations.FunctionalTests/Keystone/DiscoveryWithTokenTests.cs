using System.Net;
using System.Net.Sockets;
using Migrations.FunctionalTests.Http;

namespace Migrations.FunctionalTests.Keystone;

/// <summary>Before a Keystone that accepts nobody: what needs no identity does not wait for it.</summary>
public sealed class DiscoveryWithTokenTests
{
    [TestCase("/")]
    [TestCase("/v2.1/")]
    public async Task Answer_WhereNoTokenIsNeeded_DoesNotAskKeystoneAboutOne(string path)
    {
        using var keystone = new TcpListener(IPAddress.Loopback, 0);
        keystone.Start();
        using var service = new FrozenService(new Dictionary<string, string>
        {
            ["Auth:Mode"] = "keystone",
            ["Auth:Keystone:Url"] = $"http://{keystone.LocalEndpoint}",
            ["Auth:Keystone:Username"] = "migrations",
            ["Auth:Keystone:Password"] = "secret",
        });

        var answer = await service.SendAsync(new RawRequest("GET", path) { Headers = [("X-Auth-Token", "unknown")] });
        Assert.That((answer.Status, keystone.Pending()), Is.EqualTo((200, false)));
    }
}
