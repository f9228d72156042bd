namespace Migrations.FunctionalTests.Hosting;

/// <summary>Without authentication the service is reachable from this machine only, whatever is configured and when.</summary>
public sealed class LoopbackTests
{
    [Test]
    public async Task Files_OfSettings_AreNotWatched()
    {
        using var service = new ServiceProcess("--Urls=http://127.0.0.1:0");
        await service.AddressAsync();

        // A descriptor that is closed meanwhile has no target.
        var open = Directory.GetFiles($"/proc/{service.ProcessId}/fd").Select(descriptor => new FileInfo(descriptor).LinkTarget);
        Assert.That(open.OfType<string>(), Is.Not.Empty.And.None.Contains("inotify"));
    }

    [TestCase("ASPNETCORE_URLS", "http://0.0.0.0:0", "everybody who reaches it would be administrator")]
    [TestCase("DOTNET_URLS", "http://[::]:0", "everybody who reaches it would be administrator")]
    [TestCase("URLS", "http://*:0", "everybody who reaches it would be administrator")]
    [TestCase("ASPNETCORE_HTTP_PORTS", "18774", "is not a setting: write Urls, such as http://127.0.0.1:8774")]
    [TestCase("HTTPS_PORTS", "18774", "is not a setting: write Urls, such as https://127.0.0.1:8774")]
    [TestCase("Kestrel__Endpoints__other__Url", "http://0.0.0.0:0", "is not a setting: write Urls")]
    [TestCase("ASPNETCORE_Kestrel__Endpoints__other__Url", "https://some.host:0", "is not a setting: write Urls")]
    public async Task Environment_ThatNamesAnAddressForOthers_IsRefused(string name, string value, string because)
    {
        using var service = new ServiceProcess(new Dictionary<string, string> { [name] = value });

        Assert.That(await service.ExitAsync(), Is.EqualTo(2));
        Assert.That(service.Output, Does.Contain($"environment variable {name}").And.Contain(because).And.Not.Contain("\n"));
    }
}
