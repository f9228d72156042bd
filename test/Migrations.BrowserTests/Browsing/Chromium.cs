using PuppeteerSharp;

namespace Migrations.BrowserTests;

/// <summary>Debian's Chromium, without a window: one for all tests, with a profile of its own for each page.</summary>
[SetUpFixture]
internal sealed class Chromium
{
    private const string Program = "/usr/bin/chromium";
    private static IBrowser? _browser;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        Requirement.Program(Program, "chromium");
        _browser = await Puppeteer.LaunchAsync(new LaunchOptions
        {
            ExecutablePath = Program,
            Headless = true,
            // Its sandbox needs another account than root; and the small /dev/shm of a container does not hold a screenshot.
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
            Timeout = 60_000,
            ProtocolTimeout = 60_000,
        });
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
    }

    /// <summary>A page in a profile that has never seen another page.</summary>
    public static async Task<IPage> NewPageAsync() => await (await _browser!.CreateBrowserContextAsync()).NewPageAsync();
}
