using Migrations.FunctionalTests.Hosting;

namespace Migrations.FunctionalTests.Health;

/// <summary>The check that the program makes of itself, with no other tool.</summary>
public sealed class HealthCommandTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void Begin() => _folder = new TemporaryFolder();

    [TearDown]
    public void End() => _folder.Dispose();

    [TestCase("http://127.0.0.1:{0}")]
    [TestCase("http://localhost:{0}")]
    [TestCase("https://127.0.0.1:{0}")]
    [TestCase("http://unix:{1}")]
    public async Task Health_OfARunningService_IsItsReadiness(string form)
    {
        var settings = Settings(string.Format(null, form, LoopbackPort.Free(), _folder.File("socket")));
        using var service = new ServiceProcess(settings);
        await service.AddressAsync();

        Assert.That(await RunAsync([.. settings, "--health"]), Is.EqualTo((0, $"{UrlOf(settings)} is ready")));
        Assert.That(await RunAsync([.. settings, "--health", "live"]), Is.EqualTo((0, $"{UrlOf(settings)} is live")));
    }

    [Test]
    public async Task Health_OfAServiceThatIsNotReady_SaysWhy()
    {
        var settings = Settings($"http://127.0.0.1:{LoopbackPort.Free()}");
        using var service = new ServiceProcess(settings);
        await service.AddressAsync();
        File.Delete(_folder.File("migrations.db"));

        var (exit, output) = await Eventually.SeesAsync("the loss", () => RunAsync([.. settings, "--health=ready"]), answer => answer.Exit != 0);

        Assert.That(exit, Is.EqualTo(1));
        Assert.That(output, Does.Match($"^{UrlOf(settings)} is not ready; database Unhealthy: [^\n]+deleted[^\n]+$"));
        Assert.That((await RunAsync([.. settings, "--health", "live"])).Exit, Is.Zero);
    }

    [Test]
    public async Task Health_OfNoService_IsNotReachable()
    {
        var settings = Settings($"http://127.0.0.1:{LoopbackPort.Free()}");

        Assert.That(await RunAsync([.. settings, "--health"]), Is.EqualTo((1, $"{UrlOf(settings)} is not reachable: Connection refused")));
    }

    [Test]
    public async Task Health_OfAnAddressWithoutAPort_SaysWhatToWrite()
    {
        var (exit, output) = await RunAsync(["--Urls=http://127.0.0.1:0", "--health"]);

        Assert.That(exit, Is.EqualTo(2));
        Assert.That(output, Does.Contain("Name a port in Urls."));
    }

    [Test]
    public async Task Health_OfAnotherWord_SaysWhatToWrite() =>
        Assert.That(await RunAsync(["--health", "well"]), Is.EqualTo((2, "--health well: write --health ready or --health live.")));

    private string[] Settings(string url)
    {
        SelfSigned.Write(_folder.File("tls.crt"), _folder.File("tls.key"), "compute-1");
        return
        [
            $"--Urls={url}", $"--Database:Path={_folder.File("migrations.db")}",
            $"--Https:CertificateFile={_folder.File("tls.crt")}", $"--Https:KeyFile={_folder.File("tls.key")}",
        ];
    }

    private static string UrlOf(string[] settings) => settings[0]["--Urls=".Length..];

    private static async Task<(int Exit, string Output)> RunAsync(IEnumerable<string> arguments)
    {
        using var command = new ServiceProcess(arguments);
        return (await command.ExitAsync(), command.Output);
    }
}
