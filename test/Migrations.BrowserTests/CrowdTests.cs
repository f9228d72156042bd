using System.Globalization;
using System.Text.Json;
using PuppeteerSharp;

namespace Migrations.BrowserTests;

/// <summary>Three hundred migrations at once.</summary>
internal sealed class CrowdTests : DashboardTest
{
    private const int Count = 300;
    private static readonly TimeSpan LongTask = TimeSpan.FromMilliseconds(100);

    [Test]
    public async Task Page_OfThreeHundredMigrations_HasNoLongTask()
    {
        var servers = Enumerable.Range(1, Count).Select(number => FakeServers.Converging(string.Create(CultureInfo.InvariantCulture, $"web-{number}"), number));
        var service = Start(servers, "--Fake:Speed=0.5");
        var page = await OpenAsync(service);
        await page.SeesAsync("all of them", $"document.querySelectorAll('.migration').length === {Count}");
        await page.SeesAsync("that they run", "document.querySelector('.migration:last-child [data-field=status]').textContent === 'running'");

        await page.Browser.Tracing.StartAsync(new TracingOptions { Categories = ["toplevel", "disabled-by-default-devtools.timeline"] });
        await page.Browser.ReloadAsync();
        await page.SeesAsync("all of them again", $"document.querySelectorAll('.migration').length === {Count}");
        await page.ClickAsync("web-1", "open");
        await page.SeesAsync("five seconds of them",
            "(window.elapsed ??= Date.now()) + 5000 < Date.now() && document.querySelector('.plots .curve').getAttribute('d')");
        var tasks = TasksOf(await page.Browser.Tracing.StopAsync());
        await page.KeepAsync("crowd");

        Assert.That(tasks, Is.Not.Empty);
        TestContext.Out.WriteLine($"{tasks.Count} tasks; the longest took {tasks.Max().TotalMilliseconds:F0} ms of the processor");
        Assert.That(tasks, Is.All.LessThan(LongTask));
    }

    /// <summary>How long the tasks of the page's main thread have used the processor; on a busy machine they may have waited for it.</summary>
    private static List<TimeSpan> TasksOf(string trace)
    {
        using var document = JsonDocument.Parse(trace);
        var events = document.RootElement.GetProperty("traceEvents").EnumerateArray().ToList();
        var threads = events.Where(each => each.GetProperty("name").GetString() == "thread_name"
                && each.GetProperty("args").GetProperty("name").GetString() == "CrRendererMain")
            .Select(ThreadOf).ToHashSet();
        return
        [
            .. from each in events
               where threads.Contains(ThreadOf(each)) && each.GetProperty("name").GetString()!.EndsWith("RunTask", StringComparison.Ordinal)
               where each.TryGetProperty("tdur", out _)
               select TimeSpan.FromMicroseconds(each.GetProperty("tdur").GetDouble()),
        ];
    }

    private static (long, long) ThreadOf(JsonElement each) => (each.GetProperty("pid").GetInt64(), each.GetProperty("tid").GetInt64());
}
