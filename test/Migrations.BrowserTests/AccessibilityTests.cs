using Deque.AxeCore.Commons;

namespace Migrations.BrowserTests;

/// <summary>The page by the rules of axe-core, as it looks in each of its states, and pictures of these.</summary>
internal sealed class AccessibilityTests : DashboardTest
{
    private static readonly string[] Servers =
    [
        FakeServers.Stalling("cache-1"), FakeServers.Stalling("db-1", 2, postCopy: true), FakeServers.Converging("web-1", 3), FakeServers.Converging("batch-1", 4),
    ];

    [TestCase(false, 1400)]
    [TestCase(true, 1400)]
    [TestCase(false, 400)]
    [TestCase(true, 400)]
    public async Task Page_InEachState_BreaksNoRule(bool isDark, int width)
    {
        var looks = $"{(isDark ? "dark" : "light")}-{width}";
        var service = Start(Servers, "--Fake:Speed=10");
        var page = await OpenAsync(service, isDark, width);
        await page.ClickAsync("cache-1", "abort");
        await page.Browser.ClickAsync("#command-yes");
        await page.SeesAsync("an ended migration", "document.querySelector('#ended tbody tr')");
        await page.SeesFieldAsync("db-1", "verdict", "stalled");
        await page.ClickAsync("db-1", "open");
        await page.SeesAsync("plots", "document.querySelector('.plots .curve')?.getAttribute('d')");
        await page.KeepAsync(looks);
        await CheckAsync(page, "with details");

        await page.Browser.ClickAsync("#open-token");
        await page.ClickAsync("db-1", "force");
        await page.KeepAsync($"{looks}-question");
        await CheckAsync(page, "with a question");

        await page.Browser.Keyboard.PressAsync("Escape");
        service.Kill();
        await page.SeesConnectionAsync("waiting");
        await page.KeepAsync($"{looks}-disconnected");
        await CheckAsync(page, "disconnected");
    }

    [TestCase(400)]
    [TestCase(800)]
    [TestCase(1400)]
    public async Task Page_OfAnyWidth_NeverScrollsSideways(int width)
    {
        var page = await OpenAsync(Start(Servers), width: width);
        await page.SeesAsync("rows", "document.querySelectorAll('.migration').length === 4");
        await page.ClickAsync("cache-1", "open");

        Assert.That(await page.Browser.EvaluateExpressionAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(width));
    }

    private static async Task CheckAsync(DashboardPage page, string state)
    {
        await page.Browser.EvaluateExpressionAsync(new BundledAxeScriptProvider().GetScript());
        var violations = await page.Browser.EvaluateFunctionAsync<string[]>("""
            async () => (await axe.run()).violations.map(rule =>
              `${rule.id}: ${rule.nodes.map(node => `${node.html} ${node.failureSummary}`).join(' | ')}`)
            """);
        Assert.That(violations, Is.Empty, state);
    }
}
