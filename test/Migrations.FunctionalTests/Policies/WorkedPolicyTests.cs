using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Migrations.FunctionalTests.Http;

namespace Migrations.FunctionalTests.Policies;

/// <summary>The policy that src/ACCESS.md gives as an example, as the manager whom it is for.</summary>
public sealed partial class WorkedPolicyTests
{
    private const string Project = "6f70656e737461636b20342065766572";
    private const string Manager = $"mia:{Project}:manager,member,reader";
    private const string Server = "/v2.1/servers/5f5a1e00-0000-4000-8000-000000000016/migrations";

    private TemporaryFolder _folder = null!;
    private FrozenService _service = null!;

    [OneTimeSetUp]
    public void Start()
    {
        _folder = new TemporaryFolder();
        var policy = _folder.File("policy.yaml");
        var document = File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "documents", "ACCESS.md"));
        File.WriteAllText(policy, Example().Match(document).Groups[1].Value);
        _service = new FrozenService(new Dictionary<string, string> { ["Policy:File"] = policy });
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _service.Dispose();
        _folder.Dispose();
    }

    [TestCase("GET", Server)]
    [TestCase("GET", $"/v2.1/os-migrations?project_id={Project}")]
    public async Task Lists_ForTheManager_HideHosts(string method, string path)
    {
        var migrations = JsonNode.Parse((await SendAsync(method, path, 200)).Body)!["migrations"]!.AsArray();

        Assert.That(migrations, Is.Not.Empty);
        foreach (var migration in migrations)
            Assert.That(migration!["source_compute"] ?? migration["dest_compute"] ?? migration["dest_host"], Is.Null);
    }

    [TestCase("POST", $"{Server}/41/action", "force_complete")]
    [TestCase("DELETE", $"{Server}/41", "abort")]
    public async Task Command_OfTheManager_IsAcceptedAndItsOutcomeCanBeRead(string method, string path, string kind)
    {
        await SendAsync(method, path, 202);

        var answer = await SendAsync("GET", $"{Server}/41/progress", 200);
        var commands = JsonNode.Parse(answer.Body)!["progress"]!["commands"]!.AsArray();
        Assert.That(commands.Select(command => ((string)command!["kind"]!, (string)command["user_id"]!)), Does.Contain((kind, "mia")));
    }

    [Test]
    public async Task Show_WhichNamesHosts_IsForAdministratorsOnly()
    {
        await SendAsync("GET", $"{Server}/41", 403);
        await SendAsync("GET", $"{Server}/41", 200, $"ada:{Project}:admin");
    }

    [TestCase("member")]
    [TestCase("reader")]
    public async Task Progress_ForOthersOfTheProject_Is403(string role) =>
        await SendAsync("GET", $"{Server}/41/progress", 403, $"rita:{Project}:{role}");

    private async Task<RawAnswer> SendAsync(string method, string path, int status, string token = Manager)
    {
        var answer = await _service.SendAsync(new RawRequest(method, path)
        {
            Headers = [("X-Auth-Token", token), ("OpenStack-API-Version", "compute 2.80")],
            Body = method == "POST" ? Encoding.UTF8.GetBytes("""{"force_complete": null}""") : null,
        });
        Assert.That(answer.Status, Is.EqualTo(status), answer.Text);
        return answer;
    }

    [GeneratedRegex("^```yaml\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();
}
