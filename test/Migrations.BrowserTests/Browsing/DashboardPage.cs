using System.Collections.Concurrent;
using PuppeteerSharp;

namespace Migrations.BrowserTests;

/// <summary>The page of a service in a browser, as a person sees and uses it.</summary>
internal sealed class DashboardPage : IAsyncDisposable
{
    /// <summary>The row of a server in the list of migrations in progress.</summary>
    private const string Row = "[...document.querySelectorAll('.migration')].find(row => row.querySelector('[data-field=name]').textContent === name)";

    /// <summary>The browser itself writes these when a service is away or refuses; the page need not.</summary>
    private const string ByTheBrowser = "Failed to load resource";

    private readonly IPage _page;
    private readonly ConcurrentQueue<string> _complaints = [];

    private DashboardPage(IPage page, Uri service)
    {
        _page = page;
        page.Console += (_, message) =>
        {
            if (message.Message.Type is ConsoleType.Error or ConsoleType.Warning && !message.Message.Text.StartsWith(ByTheBrowser, StringComparison.Ordinal))
                _complaints.Enqueue(message.Message.Text);
        };
        page.PageError += (_, error) => _complaints.Enqueue(error.Message);
        page.Request += (_, asked) =>
        {
            if (!asked.Request.Url.StartsWith(service.AbsoluteUri, StringComparison.Ordinal))
                _complaints.Enqueue($"a request to {asked.Request.Url}");
        };
    }

    /// <summary>Errors in the console, and requests to anywhere else.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    public IPage Browser => _page;

    public static async Task<DashboardPage> OpenAsync(Uri service, bool isDark = false, int width = 1400, int height = 900)
    {
        var page = await Chromium.NewPageAsync();
        await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = height });
        await page.EmulateMediaFeaturesAsync([new() { MediaFeature = MediaFeature.PrefersColorScheme, Value = isDark ? "dark" : "light" }]);
        var dashboard = new DashboardPage(page, service);
        await page.GoToAsync(new Uri(service, "dashboard").AbsoluteUri);
        return dashboard;
    }

    /// <summary>Waits until a JavaScript expression is true.</summary>
    public Task SeesAsync(string what, string expression) =>
        Eventually.SeesAsync(what, () => _page.EvaluateExpressionAsync<bool>($"Boolean({expression})"), seen => seen);

    public Task<string> TextAsync(string selector) =>
        _page.EvaluateFunctionAsync<string>("selector => document.querySelector(selector)?.textContent ?? ''", selector);

    /// <summary>The text of a field in a server's row; empty without the row.</summary>
    public Task<string> FieldAsync(string server, string field) => _page.EvaluateFunctionAsync<string>(
        $"(name, field) => ({Row})?.querySelector(`[data-field=${{field}}]`)?.textContent ?? ''", server, field);

    public Task SeesFieldAsync(string server, string field, string text) => Eventually.SeesAsync(
        $"{field} of {server}", () => FieldAsync(server, field), seen => seen.Contains(text, StringComparison.Ordinal));

    /// <summary>Waits until the connection is in this state.</summary>
    public Task SeesConnectionAsync(string kind) => SeesAsync($"connection {kind}", $"document.querySelector('#connection').dataset.kind === '{kind}'");

    /// <summary>The cells of a server's newest row in the list of ended migrations.</summary>
    public Task<string[]> EndedAsync(string server) => _page.EvaluateFunctionAsync<string[]>(
        "name => [...([...document.querySelectorAll('#ended tbody tr')].find(row => row.cells[0].textContent === name)?.cells ?? [])].map(cell => cell.textContent)",
        server);

    /// <summary>Clicks a button in a server's row.</summary>
    public async Task ClickAsync(string server, string field)
    {
        await SeesAsync($"{field} of {server} can be clicked",
            $"(name => {{ const button = ({Row})?.querySelector('[data-field={field}]'); return button && !button.disabled; }})('{server}')");
        await using var button = (IElementHandle)await _page.EvaluateFunctionHandleAsync(
            $"(name, field) => ({Row}).querySelector(`[data-field=${{field}}]`)", server, field);
        await button.ClickAsync();
    }

    /// <summary>Keeps what is seen for people to look at, in artifacts/test.</summary>
    public Task KeepAsync(string name)
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Migrations.sln")))
            folder = folder.Parent!;
        return _page.ScreenshotAsync(folder.CreateSubdirectory("artifacts/test").FullName + $"/dashboard-{name}.png");
    }

    public async ValueTask DisposeAsync() => await _page.BrowserContext.CloseAsync();
}
