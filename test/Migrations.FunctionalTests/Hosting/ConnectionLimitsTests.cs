using System.Net;
using System.Net.Sockets;

namespace Migrations.FunctionalTests.Hosting;

/// <summary>Connections on which nobody says anything.</summary>
public sealed class ConnectionLimitsTests
{
    [Test]
    public async Task Connection_Silent_IsClosedAfterItsTime()
    {
        using var service = new ServiceProcess("--Urls=http://127.0.0.1:0", "--Limits:IdleConnectionTime=00:00:01");
        using var silent = await ConnectAsync(service);

        Assert.That(await silent.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(TimeSpan.FromSeconds(60)), Is.Zero);
    }

    [Test]
    public async Task Connections_AboveTheLimit_AreRejectedAndSaidOnce()
    {
        using var service = new ServiceProcess(
            "--Urls=http://127.0.0.1:0", "--Limits:Connections=10", "--Limits:IdleConnectionTime=01:00:00");
        // The server takes connections in parallel: which five of them are too many is not told.
        var connections = new List<TcpClient>();
        for (var count = 0; count < 15; count++)
            connections.Add(await ConnectAsync(service));
        var ends = connections.ConvertAll(EndAsync);

        await Eventually.SeesAsync("five rejected connections", () => Task.FromResult(ends.Count(end => end.IsCompleted)), ended => ended == 5);
        connections.ForEach(connection => connection.Dispose());
        await Task.WhenAll(ends);

        using var client = new HttpClient { BaseAddress = await service.AddressAsync() };
        await Eventually.SeesAsync("an answer", () => IsAnsweredAsync(client), isAnswered => isAnswered);
        await service.PrintsAsync("reject");
        Assert.That(service.Output.Split('\n').Count(line => line.Contains("reject", StringComparison.Ordinal)), Is.EqualTo(1), service.Output);
    }

    private static async Task<TcpClient> ConnectAsync(ServiceProcess service)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, (await service.AddressAsync()).Port);
        return client;
    }

    /// <summary>Waits until one side closes the connection.</summary>
    private static async Task EndAsync(TcpClient connection)
    {
        try
        {
            Assert.That(await connection.GetStream().ReadAsync(new byte[1]), Is.Zero);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return;
        }
    }

    private static async Task<bool> IsAnsweredAsync(HttpClient client)
    {
        try
        {
            return (await client.GetAsync(new Uri("/healthz/live", UriKind.Relative))).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
