using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Migrations.Api.Hosting;
using Migrations.Api.Settings;

namespace Migrations.Tests.Api.Hosting;

public sealed class LoopbackSocketsTests
{
    private readonly LoopbackSockets _sockets = new(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);

    [TestCase("127.0.0.1")]
    [TestCase("127.9.9.9")]
    [TestCase("::1")]
    public async Task Bind_LoopbackAddress_IsOpened(string address)
    {
        await using var listener = await _sockets.BindAsync(new IPEndPoint(IPAddress.Parse(address), 0));

        Assert.That(((IPEndPoint)listener.EndPoint).Port, Is.Not.Zero);
    }

    [Test]
    public async Task Bind_UnixSocket_IsOpened()
    {
        var folder = Directory.CreateTempSubdirectory("migrations-");
        await using (await _sockets.BindAsync(new UnixDomainSocketEndPoint(Path.Combine(folder.FullName, "socket"))))
            Assert.That(folder.GetFiles(), Has.One.Items);
        folder.Delete(recursive: true);
    }

    [TestCase("0.0.0.0")]
    [TestCase("::")]
    [TestCase("192.0.2.1")]
    [TestCase("::ffff:192.0.2.1")]
    public void Bind_AddressThatOthersReach_IsRefused(string address) =>
        AssertRefused(new IPEndPoint(IPAddress.Parse(address), 8774), address);

    [Test]
    public void Bind_SocketThatWasOpenedElsewhere_IsRefused() =>
        AssertRefused(new FileHandleEndPoint(3, FileHandleType.Tcp), "");

    [Test]
    public void Bind_NameOfAHost_IsRefused() => AssertRefused(new DnsEndPoint("localhost", 8774), "localhost");

    private void AssertRefused(EndPoint endpoint, string named) =>
        Assert.That(() => _sockets.BindAsync(endpoint), Throws.TypeOf<SettingException>()
            .With.Message.Contains(named).And.Message.Contains("everybody who reaches it would be administrator"));
}
