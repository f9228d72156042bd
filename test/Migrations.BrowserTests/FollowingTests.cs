using System.Globalization;

namespace Migrations.BrowserTests;

/// <summary>What the page shows while migrations run.</summary>
internal sealed class FollowingTests : DashboardTest
{
    [Test]
    public async Task Bars_WhileMigrationsRun_MoveAndNeverFall()
    {
        var page = await OpenAsync(Start([FakeServers.Converging("web-1"), FakeServers.Stalling("cache-1", 2)]));
        await page.Browser.EvaluateExpressionAsync("""
            window.seen = {};
            setInterval(() => document.querySelectorAll('.bar').forEach(bar => {
              const values = window.seen[bar.getAttribute('aria-label')] ??= [];
              const value = Number(bar.getAttribute('aria-valuenow'));
              if (values.at(-1) !== value)
                values.push(value);
            }), 20);
            """);

        await page.SeesAsync("two bars that have moved", "Object.values(window.seen).filter(values => values.length > 5).length === 2");

        foreach (var server in new[] { "web-1", "cache-1" })
            Assert.That(await page.Browser.EvaluateFunctionAsync<int[]>("name => window.seen[`Progress of ${name}`]", server), Is.Ordered.And.All.InRange(0, 99), server);
    }

    [Test]
    public async Task Row_OfAMigrationThatDoesNotConverge_SaysSoAndHasNoTimeLeft()
    {
        var page = await OpenAsync(Start([FakeServers.Stalling("cache-1")], "--Fake:Speed=20"));

        await page.SeesFieldAsync("cache-1", "verdict", "stalled");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await page.FieldAsync("cache-1", "sentence"), Does.Contain("will not end by itself"));
            Assert.That(await page.FieldAsync("cache-1", "left"), Is.EqualTo("–"));
            Assert.That(await page.FieldAsync("cache-1", "copied"), Is.EqualTo("200 MiB/s"));
            Assert.That(await page.TextAsync("#summary"), Is.EqualTo("1, 1 stalled"));
        }
        await page.SeesAsync("the verdict in the list of what happened", "document.querySelector('#told').textContent.includes('cache-1 is stalled')");
        await page.SeesAsync("the verdict is spoken", "document.querySelector('#spoken').textContent.includes('cache-1 is stalled')");
    }

    [Test]
    public async Task Migration_Opened_IsPlottedFromItsBeginning()
    {
        var service = Start([FakeServers.Converging("web-1")], "--Fake:Speed=5");
        var page = await OpenAsync(service);
        await page.SeesAsync("a few seconds of it", "document.querySelector('[data-field=elapsed]')?.textContent > '0:15'");
        await page.Browser.ReloadAsync();
        await page.ClickAsync("web-1", "open");

        await page.SeesAsync("three plots with lines",
            "[...document.querySelectorAll('.plots svg')].filter(svg => svg.querySelector('.curve').getAttribute('d')?.length > 60).length === 3");

        var firstX = await page.Browser.EvaluateExpressionAsync<string>("document.querySelector('.plots .curve').getAttribute('d').slice(1).split(' ')[0]");
        Assert.That(double.Parse(firstX, CultureInfo.InvariantCulture), Is.LessThan(90), "the first point is near the axis");
        Assert.That(await page.TextAsync(".plots figure:nth-child(1) svg"), Does.Contain("GiB").And.Contain("0:00"));
        Assert.That(await page.TextAsync(".plots figure:nth-child(2) svg"), Does.Contain("MiB/s"));
        Assert.That(await page.TextAsync(".details .fault"), Is.Empty);
    }

    [Test]
    public async Task Filters_ByNameAndVerdict_HideTheOthersAndStayInTheAddress()
    {
        var page = await OpenAsync(Start([FakeServers.Converging("web-1"), FakeServers.Converging("web-2", 2), FakeServers.Stalling("cache-1", 3)]));
        await page.SeesAsync("three rows", "document.querySelectorAll('.migration').length === 3");

        await page.Browser.TypeAsync("#filter-server", "WEB");
        await page.SeesAsync("two rows", "document.querySelectorAll('.migration:not([hidden])').length === 2");
        await page.SeesAsync("the number of those that match", "document.querySelector('#summary').textContent.startsWith('2 of 3')");
        await page.Browser.SelectAsync("#filter-verdict", "certain");
        await page.SeesAsync("no row", "!document.querySelector('#nothing').hidden && !document.querySelector('.migration:not([hidden])')");
        Assert.That(new Uri(page.Browser.Url).Fragment, Is.EqualTo("#server=WEB&verdict=certain"));

        await page.Browser.ReloadAsync();
        await page.SeesAsync("the same after a reload", "document.querySelector('#nothing').textContent === 'No migration matches the filters.'");
    }
}
