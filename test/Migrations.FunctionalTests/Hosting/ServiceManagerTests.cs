using System.Net.Sockets;
using System.Text;

namespace Migrations.FunctionalTests.Hosting;

/// <summary>What systemd hears from the service, on a socket of the test's own.</summary>
[Platform("Linux")]
public sealed class ServiceManagerTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private TemporaryFolder _folder = null!;
    private Socket _systemd = null!;

    [SetUp]
    public void Listen()
    {
        _folder = new TemporaryFolder();
        _systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        _systemd.Bind(new UnixDomainSocketEndPoint(_folder.File("notify")));
    }

    [TearDown]
    public void Close()
    {
        _systemd.Dispose();
        _folder.Dispose();
    }

    [Test]
    public async Task Service_UnderAServiceManager_TellsThatItIsReadyThatItLivesAndThatItStops()
    {
        using var service = Start(("WATCHDOG_USEC", "300000"));

        var heard = await HearUntilAsync("READY=1", []);
        using (var client = new HttpClient())
            Assert.That((await client.GetAsync(new Uri(await service.AddressAsync(), "/healthz/live"))).IsSuccessStatusCode, Is.True);
        heard = await HearUntilAsync("WATCHDOG=1", heard);
        heard = await HearUntilAsync("WATCHDOG=1", heard);
        Signals.Terminate(service.ProcessId);
        await HearUntilAsync("STOPPING=1", heard);
        Assert.That(await service.ExitAsync(), Is.Zero);
    }

    [Test]
    public async Task Service_WatchedUnderAnotherProcessId_SendsNoSignOfLife()
    {
        using var service = Start(("WATCHDOG_USEC", "1000"), ("WATCHDOG_PID", "1"));

        await HearUntilAsync("READY=1", []);
        Signals.Terminate(service.ProcessId);
        var heard = await HearUntilAsync("STOPPING=1", []);

        Assert.That(heard, Has.None.Contains("WATCHDOG"));
    }

    private ServiceProcess Start(params (string Name, string Value)[] watchdog) => new(
        new Dictionary<string, string>(watchdog.Select(each => KeyValuePair.Create(each.Name, each.Value)))
        {
            ["NOTIFY_SOCKET"] = _folder.File("notify"),
        },
        "--Urls=http://127.0.0.1:0");

    /// <summary>Everything heard, up to and with the awaited message.</summary>
    private async Task<List<string>> HearUntilAsync(string awaited, List<string> heard)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var buffer = new byte[512];
        do
        {
            var length = await _systemd.ReceiveAsync(buffer, deadline.Token);
            heard.AddRange(Encoding.UTF8.GetString(buffer, 0, length).Split('\n'));
        }
        while (heard[^1] != awaited);
        return heard;
    }
}
