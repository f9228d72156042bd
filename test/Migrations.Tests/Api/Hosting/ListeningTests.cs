using System.Net;
using System.Net.Sockets;
using Migrations.Api.Hosting;

namespace Migrations.Tests.Api.Hosting;

public sealed class ListeningTests
{
    private static readonly SocketException InUse = new((int)SocketError.AddressAlreadyInUse);

    [Test]
    public void Obstacle_OneOfTwoPortsIsTaken_NamesThatOne()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";

        Assert.That(Listening.Obstacle(Urls($"http://127.0.0.1:0;{taken}"), InUse).Remedy, Does.StartWith($"{taken}: another program"));
    }

    [Test]
    public void Obstacle_WasThereAndIsGone_RepeatsTheWebServersWords() =>
        Assert.That(Listening.Obstacle(Urls("http://127.0.0.1:0"), InUse).Remedy,
            Is.EqualTo($"{InUse.Message}; start again, or choose another address"));

    [Test]
    public void Obstacle_SocketFileExists_SaysWhichFileToRemove()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("socket"), "");

        Assert.That(Listening.Obstacle(Urls($"http://unix:{folder.File("socket")}"), InUse).Remedy,
            Is.EqualTo("this file exists; remove it, unless another program listens on it"));
        Assert.That(File.Exists(folder.File("socket")), Is.True);
    }

    private static ServiceOptions Urls(string urls) => new() { Urls = urls };
}
