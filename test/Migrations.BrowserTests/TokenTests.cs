using Migrations.FunctionalTests.Keystone;

namespace Migrations.BrowserTests;

/// <summary>The page before a service that asks Keystone, with a real Keystone.</summary>
[Category("Keystone")]
internal sealed class TokenTests : DashboardTest
{
    private RealKeystone _keystone = null!;

    [OneTimeSetUp]
    public async Task StartKeystone()
    {
        RealKeystone.Require();
        _keystone = await RealKeystone.CreateAsync("http://127.0.0.1/v2.1");
    }

    [OneTimeTearDown]
    public async Task StopKeystone()
    {
        if (_keystone is not null)
            await _keystone.DisposeAsync();
    }

    [Test]
    public async Task Page_WithoutWithWrongAndWithExpiredTokens_AsksForOneUntilItIsGood()
    {
        var page = await OpenAsync(StartBehindKeystone());

        await page.SeesConnectionAsync("unauthorized");
        Assert.That(await page.TextAsync("#trouble"), Is.EqualTo("The request you have made requires authentication."));
        foreach (var token in new[] { "garbage", await _keystone.ExpiredTokenAsync("admin", "work") })
        {
            await UseAsync(page, token);
            await page.SeesConnectionAsync("unauthorized");
        }
        await page.KeepAsync("token");

        await UseAsync(page, (await _keystone.LogInAsync("admin", "work")).Token);
        await page.SeesFieldAsync("cache-1", "status", "running");
        await page.ClickAsync("cache-1", "abort");
        await page.Browser.ClickAsync("#command-yes");
        await page.SeesFieldAsync("cache-1", "verdict", "cancelled");

        await page.Browser.ReloadAsync();
        await page.SeesConnectionAsync("unauthorized");
    }

    [Test]
    public async Task Page_WhoseTokenEndsWhileItFollows_AsksForAnotherAndGoesOn()
    {
        var service = StartBehindKeystone();
        var page = await OpenAsync(service);
        var (token, _) = await _keystone.LogInAsync("admin", "work");
        await UseAsync(page, token);
        await page.SeesFieldAsync("cache-1", "status", "running");

        // The service remembers a good token for some minutes, but not beyond its own end.
        await _keystone.RevokeAsync(token);
        service.Kill();
        await service.ExitAsync();
        StartBehindKeystone();
        await page.SeesConnectionAsync("unauthorized");

        await UseAsync(page, (await _keystone.LogInAsync("admin", "work")).Token);
        await page.SeesConnectionAsync("live");
        await page.SeesFieldAsync("cache-1", "status", "running");
    }

    private ServiceProcess StartBehindKeystone() => Start([FakeServers.Stalling("cache-1")],
        "--Auth:Mode=keystone", $"--Auth:Keystone:Url={_keystone.Url}",
        "--Auth:Keystone:Username=migrations", $"--Auth:Keystone:Password={RealKeystone.PasswordOf("migrations")}");

    private static async Task UseAsync(DashboardPage page, string token)
    {
        await page.SeesAsync("a field for a token", "!document.querySelector('#token-form').hidden");
        await page.Browser.EvaluateFunctionAsync(
            "token => { document.querySelector('#token').value = token; document.querySelector('#token-form').requestSubmit(); }", token);
    }
}
