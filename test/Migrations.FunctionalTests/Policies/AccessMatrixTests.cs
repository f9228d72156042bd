using System.Text;
using Migrations.FunctionalTests.Http;

namespace Migrations.FunctionalTests.Policies;

/// <summary>Every call by everybody, under every rule that policies are made of.</summary>
public sealed class AccessMatrixTests
{
    private const string Project = "6f70656e737461636b20342065766572";
    private const string Server = "/v2.1/servers/5f5a1e00-0000-4000-8000-000000000016";
    private const string Compute = "os_compute_api:servers:migrations:";

    /// <summary>Who there is, as tokens of <c>Auth:Mode=none</c>.</summary>
    private static readonly Dictionary<string, string> Personas = new()
    {
        ["admin"] = $"u1:{Project}:admin,manager,member,reader",
        ["manager"] = $"u2:{Project}:manager,member,reader",
        ["member"] = $"u3:{Project}:member,reader",
        ["reader"] = $"u4:{Project}:reader",
        ["none"] = $"u5:{Project}:",
        ["outsider"] = "u6:b0c1d2e3f4a5968778695a4b3c2d1e0f:manager,member,reader",
    };

    /// <summary>What guards each call, the request, and how a success looks.</summary>
    private static readonly (string Rule, RawRequest Request, int Success)[] Calls =
    [
        ($"{Compute}index", new RawRequest("GET", $"{Server}/migrations"), 200),
        ($"{Compute}show", new RawRequest("GET", $"{Server}/migrations/41"), 200),
        ($"{Compute}force_complete", new RawRequest("POST", $"{Server}/migrations/41/action")
        {
            Body = Encoding.UTF8.GetBytes("""{"force_complete": null}"""),
        }, 202),
        // Nobody has started it here; who may not ask is refused before.
        ($"{Compute}policy", new RawRequest("GET", $"{Server}/migrations/41/policy"), 409),
        ($"{Compute}delete", new RawRequest("DELETE", $"{Server}/migrations/41"), 202),
        ("os_compute_api:os-migrations:index", new RawRequest("GET", $"/v2.1/os-migrations?project_id={Project}"), 200),
    ];

    [TestCase(null, "admin")]
    [TestCase("rule:context_is_admin", "admin")]
    [TestCase("is_admin:True", "admin")]
    [TestCase("rule:project_manager_or_admin", "admin manager")]
    [TestCase("rule:project_member_or_admin", "admin manager member")]
    [TestCase("rule:project_reader_or_admin", "admin manager member reader")]
    [TestCase("rule:project_reader_api and not role:admin", "manager member reader")]
    [TestCase("rule:admin_or_owner", "admin manager member reader none")]
    [TestCase("@", "admin manager member reader none")]
    [TestCase("!", "")]
    [TestCase("not rule:misspelt", "")]
    [TestCase("not ROLE:admin", "")]
    [TestCase("role:admin or http://127.0.0.1/allow", "")]
    public async Task Answers_UnderTheRule_AreForThoseWhomItNames(string? rule, string allowed)
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("policy.yaml");
        await File.WriteAllLinesAsync(file, Calls.Where(_ => rule is not null).Select(call => $"\"{call.Rule}\": \"{rule}\""));
        using var service = new FrozenService(new Dictionary<string, string> { ["Policy:File"] = file });
        foreach (var (persona, token) in Personas)
            foreach (var call in Calls)
            {
                var answer = await service.SendAsync(call.Request with
                {
                    Headers = [("X-Auth-Token", token), ("OpenStack-API-Version", "compute 2.80")],
                });
                service.Restore();
                Expect(answer, call.Rule, call.Success, persona, allowed.Split(' ').Contains(persona));
            }
    }

    private static void Expect(RawAnswer answer, string rule, int success, string persona, bool allowed)
    {
        var ofServer = rule.StartsWith(Compute, StringComparison.Ordinal);
        if (persona == "outsider")
            Assert.That(answer.Status, ofServer ? Is.EqualTo(404) : Is.AnyOf(200, 403), $"{persona} {rule}");
        else
            Assert.That(answer.Status, Is.EqualTo(allowed ? success : 403), $"{persona} {rule}");
        if (answer.Status == 403)
            Assert.That(answer.Text, Does.Contain($"{rule} ").Or.Contain($"{rule}:all_projects "));
    }
}
