using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Migrations.FunctionalTests.Http;

namespace Migrations.FunctionalTests.Dashboard;

/// <summary>The files of the page, without a browser.</summary>
public sealed partial class DashboardTests
{
    private const string Page = "/dashboard";

    private FrozenService _service = null!;

    [OneTimeSetUp]
    public void Start() => _service = new FrozenService(new Dictionary<string, string>
    {
        ["Auth:Mode"] = "keystone",
        ["Auth:Keystone:Url"] = "http://127.0.0.1:9",
        ["Auth:Keystone:Username"] = "migrations",
        ["Auth:Keystone:Password"] = "secret",
    });

    [OneTimeTearDown]
    public void Stop() => _service.Dispose();

    [Test]
    public async Task Page_WithoutAToken_IsShownAndMayRunNothingButItself()
    {
        var page = await GetAsync(Page);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(page.Status, Is.EqualTo(200));
            Assert.That(page.Header("Content-Type"), Is.EqualTo("text/html; charset=utf-8"));
            Assert.That(page.Header("Content-Security-Policy")!.Split("; "), Is.EquivalentTo(new[]
            {
                "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'", "base-uri 'none'",
                "form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'",
            }));
            Assert.That(page.Header("X-Content-Type-Options"), Is.EqualTo("nosniff"));
            Assert.That(page.Header("Referrer-Policy"), Is.EqualTo("no-referrer"));
            Assert.That(page.Header("Cache-Control"), Is.EqualTo("no-cache"));
        }
    }

    [Test]
    public async Task Files_ThatThePageNames_AreThereWithTheirTypes()
    {
        var types = new Dictionary<string, string>();
        foreach (var (address, answer) in await AllFilesAsync())
        {
            Assert.That(answer.Status, Is.EqualTo(200), address);
            Assert.That(answer.Header("Content-Security-Policy"), Is.Not.Null, address);
            types[Path.GetExtension(address)] = answer.Header("Content-Type")!;
        }

        Assert.That(types, Is.EqualTo(new Dictionary<string, string>
        {
            [".js"] = "text/javascript; charset=utf-8",
            [".css"] = "text/css; charset=utf-8",
            [".svg"] = "image/svg+xml",
        }));
    }

    [Test]
    public async Task Files_NameNoOtherHost()
    {
        foreach (var (address, answer) in await AllFilesAsync())
            Assert.That(answer.Text.Replace("http://www.w3.org/2000/svg", ""), Does.Not.Contain("://"), address);
        Assert.That((await GetAsync(Page)).Text, Does.Not.Contain("://").And.Not.Contain("<style").And.Not.Contain("style=").And.Not.Contain("onclick"));
    }

    [TestCase(Page)]
    [TestCase($"{Page}/page.js")]
    public async Task File_ThatTheBrowserHas_IsNotSentAgain(string address)
    {
        var tag = (await GetAsync(address)).Header("ETag")!;

        var same = await GetAsync(address, ("If-None-Match", tag));
        var other = await GetAsync(address, ("If-None-Match", "\"other\""));

        Assert.That((same.Status, same.Body.Length, same.Header("ETag")), Is.EqualTo((304, 0, tag)));
        Assert.That((other.Status, other.Body.Length > 0), Is.EqualTo((200, true)));
    }

    [TestCase(Page)]
    [TestCase($"{Page}/page.js")]
    public async Task File_AskedForItsHead_HasTheHeadersOnly(string address)
    {
        var file = await GetAsync(address);

        var head = await _service.SendAsync(new RawRequest("HEAD", address));

        Assert.That((head.Status, head.Body.Length), Is.EqualTo((200, 0)));
        foreach (var name in new[] { "Content-Type", "Content-Length", "ETag", "Content-Security-Policy" })
            Assert.That(head.Header(name), Is.EqualTo(file.Header(name)), name);
    }

    [TestCase($"{Page}/nothing.js")]
    [TestCase($"{Page}/views/")]
    [TestCase($"{Page}/../Program.cs")]
    [TestCase($"{Page}/%2e%2e/appsettings.json")]
    [TestCase("/Dashboard")]
    public async Task File_Unknown_IsNotFoundInTheEnvelope(string address)
    {
        var answer = await GetAsync(address);

        Assert.That(answer.Status, Is.EqualTo(404));
        Assert.That((string)JsonNode.Parse(answer.Body)!["itemNotFound"]!["message"]!, Is.EqualTo("The resource could not be found."));
    }

    [Test]
    public async Task Page_WithASlashAtTheEnd_IsAtTheAddressWithout()
    {
        var answer = await GetAsync($"{Page}/");

        Assert.That((answer.Status, answer.Header("Location")), Is.EqualTo((308, "../dashboard")));
    }

    [Test]
    public async Task Page_PostedTo_SaysWhatIsAllowed()
    {
        var answer = await _service.SendAsync(new RawRequest("POST", Page) { Body = [] });

        Assert.That((answer.Status, answer.Header("Allow")), Is.EqualTo((405, "GET, HEAD")));
    }

    /// <summary>What the page and its modules name. All addresses are relative: the page may lie below any path.</summary>
    private async Task<Dictionary<string, RawAnswer>> AllFilesAsync()
    {
        var found = new Dictionary<string, RawAnswer>();
        var open = new Queue<Uri>();
        var root = new Uri(new Uri("http://host"), Page);
        foreach (Match match in Named().Matches((await GetAsync(Page)).Text))
            open.Enqueue(new Uri(root, match.Groups[1].Value));
        while (open.TryDequeue(out var file))
            if (!found.ContainsKey(file.AbsolutePath))
            {
                var answer = found[file.AbsolutePath] = await GetAsync(file.AbsolutePath);
                foreach (Match match in Imported().Matches(answer.Text))
                    open.Enqueue(new Uri(file, match.Groups[1].Value));
            }
        return found;
    }

    private Task<RawAnswer> GetAsync(string address, params (string, string)[] headers) =>
        _service.SendAsync(new RawRequest("GET", address) { Headers = headers });

    [GeneratedRegex("(?:src|href)=\"([^\"#]+)\"")]
    private static partial Regex Named();

    [GeneratedRegex(@"^import .*'(\.[^']+)'", RegexOptions.Multiline)]
    private static partial Regex Imported();
}
