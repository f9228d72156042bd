using System.Net;
using System.Net.Sockets;

namespace Migrations.FunctionalTests.Hosting;

/// <summary>Without authentication the service is reachable from this machine only, whatever is configured and when.</summary>
public sealed class LoopbackTests
{
    private const string Requests = "Microsoft.AspNetCore.Routing.EndpointRoutingMiddleware";

    [Test]
    public async Task Configuration_ThatNamesAnotherEndpointWhileTheServiceRuns_OpensNothing()
    {
        using var service = new ServiceProcess("--Urls=http://127.0.0.1:0");
        using var http = new HttpClient { BaseAddress = await service.AddressAsync() };
        var port = LoopbackPort.Free();

        await WriteSettingsAsync(service, $$"""
            {
              "Kestrel": { "Endpoints": { "later": { "Url": "http://127.0.0.1:{{port}}" } } },
              "Logging": { "LogLevel": { "{{Requests}}": "Debug" } }
            }
            """);

        // The new log level shows that the service has read the file.
        await Eventually.SeesAsync("the log level",
            async () => await http.GetStringAsync("/v2.1/servers") is { } && service.Output.Contains(Requests, StringComparison.Ordinal),
            isRead => isRead);
        using var client = new TcpClient();
        Assert.That(async () => await client.ConnectAsync(IPAddress.Loopback, port), Throws.TypeOf<SocketException>());
    }

    [TestCase("ASPNETCORE_URLS", "http://0.0.0.0:0")]
    [TestCase("DOTNET_URLS", "http://[::]:0")]
    [TestCase("URLS", "http://*:0")]
    [TestCase("ASPNETCORE_HTTP_PORTS", "18774")]
    [TestCase("HTTPS_PORTS", "18774")]
    [TestCase("Kestrel__Endpoints__other__Url", "http://0.0.0.0:0")]
    [TestCase("ASPNETCORE_Kestrel__Endpoints__other__Url", "https://some.host:0")]
    public async Task Environment_ThatNamesAnAddressForOthers_IsRefused(string name, string value)
    {
        using var service = new ServiceProcess(new Dictionary<string, string> { [name] = value });

        Assert.That(await service.ExitAsync(), Is.EqualTo(1));
        Assert.That(service.Output, Does.Contain("everybody who reaches it would be administrator").And.Not.Contain("\n"));
    }

    /// <summary>Puts the file there at once, so that no half of it is read.</summary>
    private static async Task WriteSettingsAsync(ServiceProcess service, string json)
    {
        await File.WriteAllTextAsync(service.File("draft"), json);
        File.Move(service.File("draft"), service.File("appsettings.json"));
    }
}
