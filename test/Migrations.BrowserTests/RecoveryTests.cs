namespace Migrations.BrowserTests;

/// <summary>The page when the service goes away and comes back.</summary>
internal sealed class RecoveryTests : DashboardTest
{
    private static readonly string[] Servers = [FakeServers.Converging("web-1"), FakeServers.Stalling("cache-1", 2)];

    [Test]
    public async Task Page_OfAServiceThatIsKilledAndStartedAgain_SaysSoAndGoesOnByItself()
    {
        var service = Start(Servers);
        var page = await OpenAsync(service);
        await page.SeesConnectionAsync("live");
        await page.SeesAsync("some progress", "Number(document.querySelector('.bar')?.getAttribute('aria-valuenow')) > 0");
        await page.Browser.EvaluateExpressionAsync("window.isTheSamePage = true; window.before = Number(document.querySelector('.bar').getAttribute('aria-valuenow'))");

        service.Kill();
        await service.ExitAsync();
        await page.SeesConnectionAsync("waiting");
        Assert.That(await page.TextAsync("#trouble"), Does.Contain("What is shown is old. Next attempt in"));
        await page.KeepAsync("disconnected");

        Start(Servers);
        await page.SeesConnectionAsync("live");
        await page.SeesAsync("more progress", "Number(document.querySelector('.bar').getAttribute('aria-valuenow')) > window.before");
        Assert.That(await page.TextAsync("#trouble"), Is.Empty);
        Assert.That(await page.Browser.EvaluateExpressionAsync<bool>("window.isTheSamePage && document.querySelectorAll('.migration').length === 2"), Is.True);
    }

    [Test]
    public async Task Command_WhileTheServiceIsAway_SaysThatItCannotBeReached()
    {
        var service = Start(Servers);
        var page = await OpenAsync(service);
        await page.ClickAsync("cache-1", "abort");

        service.Kill();
        await service.ExitAsync();
        await page.Browser.ClickAsync("#command-yes");

        await page.SeesAsync("the fault", "document.querySelector('#command-fault').textContent === 'The service cannot be reached.'");
    }
}
