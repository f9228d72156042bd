namespace Migrations.BrowserTests;

/// <summary>The two actions, through their buttons.</summary>
internal sealed class CommandTests : DashboardTest
{
    private const string Confirm = "#command-yes";

    [Test]
    public async Task ForceComplete_Confirmed_TellsItsCostAndEndsTheMigrationWithoutAReload()
    {
        var page = await OpenAsync(Start([FakeServers.Stalling("cache-1")], "--Fake:Speed=5"));
        await page.Browser.EvaluateExpressionAsync("window.isTheSamePage = true");

        await page.ClickAsync("cache-1", "force");
        await page.SeesAsync("a question", "document.querySelector('#command').open");
        await page.SeesAsync("its cost", "document.querySelector('#command-cost').textContent.includes('A pause would last about')");
        Assert.That(await page.TextAsync("#command-title"), Is.EqualTo("Force cache-1 to complete?"));
        Assert.That(await page.TextAsync("#command-cost"), Does.Contain("The server is paused until everything is copied."));
        await page.KeepAsync("question");
        await page.Browser.ClickAsync(Confirm);

        await page.SeesFieldAsync("cache-1", "verdict", "completed");
        await page.SeesFieldAsync("cache-1", "percent", "100 %");
        Assert.That((await page.EndedAsync("cache-1"))[..2], Is.EqualTo(new[] { "cache-1", "completed" }));
        await page.SeesAsync("the outcome", "document.querySelector('#told').textContent.includes('Force-complete done')");
        Assert.That(await page.Browser.EvaluateExpressionAsync<bool>("window.isTheSamePage"), Is.True);
    }

    [Test]
    public async Task Abort_Confirmed_EndsTheMigrationCancelledWithTheReason()
    {
        var page = await OpenAsync(Start([FakeServers.Stalling("cache-1")]));

        await page.ClickAsync("cache-1", "abort");
        await page.SeesAsync("its cost", "document.querySelector('#command-cost').textContent.startsWith('cache-1 goes on running on compute-1.')");
        await page.Browser.ClickAsync(Confirm);

        await page.SeesFieldAsync("cache-1", "verdict", "cancelled");
        Assert.That((await page.EndedAsync("cache-1"))[2], Does.StartWith("Aborted by an anonymous caller"));
        await page.SeesAsync("the row leaves", "document.querySelectorAll('.migration').length === 0");
        Assert.That(await page.TextAsync("#nothing"), Is.EqualTo("No server is being migrated."));
    }

    [Test]
    public async Task Command_Refused_ShowsTheServicesOwnWords()
    {
        var page = await OpenAsync(Start(
            [FakeServers.Stalling("cache-1"), FakeServers.Stalling("cache-2", 2)], "--Limits:CommandsPerMinute=1"));
        await page.ClickAsync("cache-1", "abort");
        await page.Browser.ClickAsync(Confirm);
        await page.SeesAsync("the first is accepted", "!document.querySelector('#command').open");

        await page.ClickAsync("cache-2", "abort");
        await page.Browser.ClickAsync(Confirm);

        await page.SeesAsync("the fault", "document.querySelector('#command-fault').textContent.length > 0");
        Assert.That(await page.TextAsync("#command-fault"), Does.Not.Contain("429").And.Match("[a-z]{4}"));
        Assert.That(await page.Browser.EvaluateExpressionAsync<bool>("document.querySelector('#command').open"), Is.True);
    }

    [Test]
    public async Task Command_WithTheKeyboardOnly_IsAskedForAndLeft()
    {
        var page = await OpenAsync(Start([FakeServers.Stalling("cache-1")]));
        await page.SeesAsync("a button", "document.querySelector('[data-field=force]:enabled')");

        await page.Browser.FocusAsync("[data-field=open]");
        await page.Browser.Keyboard.PressAsync("Enter");
        await page.SeesAsync("the details", "document.querySelector('[data-field=open]').getAttribute('aria-expanded') === 'true'");
        await page.Browser.Keyboard.PressAsync("Tab");
        await page.Browser.Keyboard.PressAsync("Enter");
        await page.SeesAsync("the question, with the harmless answer in focus", "document.querySelector('#command').open && document.activeElement.id === 'command-no'");
        await page.Browser.Keyboard.PressAsync("Escape");

        await page.SeesAsync("the button in focus again", "document.activeElement.dataset.field === 'force' && !document.querySelector('#command').open");
    }
}
