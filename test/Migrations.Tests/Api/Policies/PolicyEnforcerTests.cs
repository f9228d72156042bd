using Migrations.Api.Identity;
using Migrations.Api.Policies;
using Migrations.Api.Policies.Language;
using static Migrations.Tests.Api.Policies.PolicyFolder;

namespace Migrations.Tests.Api.Policies;

public class PolicyEnforcerTests
{
    private const string All =
        $"{Starts} {List} {ListHosts} {Show} {ForceComplete} {Abort} {Progress} {Policy} {Events} {History} {HistoryOfAllProjects} {HistoryHosts} {Actions} {ActionEvents}";
    private const string Start = "os-migrate-server:migrate_live";
    private const string Starts = $"{Start} os-migrate-server:migrate_live:host";
    private const string List = "servers:migrations:index";
    private const string ListHosts = "servers:migrations:index:host";
    private const string Show = "servers:migrations:show";
    private const string ForceComplete = "servers:migrations:force_complete";
    private const string Abort = "servers:migrations:delete";
    private const string Progress = "servers:migrations:progress";
    private const string Policy = "servers:migrations:policy";
    private const string Events = "servers:migrations:events";
    private const string History = "os-migrations:index";
    private const string HistoryOfAllProjects = "os-migrations:index:all_projects";
    private const string HistoryHosts = "os-migrations:index:host";
    private const string Actions = "os-instance-actions:list os-instance-actions:show";
    private const string ActionEvents = "os-instance-actions:events os-instance-actions:events:details";

    private PolicyFolder _folder = null!;

    [SetUp]
    public void CreateFolder() => _folder = new PolicyFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [TestCase("admin", All)]
    [TestCase("ADMIN", All)]
    [TestCase("manager", Start)]
    [TestCase("member", "")]
    [TestCase("reader", Actions)]
    [TestCase("service", "")]
    public void Allows_NoFile_AdministratorsAndWhomNovaAllows(string role, string calls) =>
        Assert.That(CallsOf(_folder.Enforcer(), CallerWith(role)), Is.EqualTo(calls));

    [TestCase(PolicyRules.List, "role:viewer", "viewer", $"{List} {ListHosts}")]
    [TestCase(PolicyRules.List, "role:viewer", "VIEWER", $"{List} {ListHosts}")]
    [TestCase(PolicyRules.List, "role:viewer", "admin",
        $"{Starts} {Show} {ForceComplete} {Abort} {Progress} {Policy} {Events} {History} {HistoryOfAllProjects} {HistoryHosts} {Actions} {ActionEvents}")]
    [TestCase(PolicyRules.List, "rule:project_manager_or_admin", "manager", $"{Start} {List} {ListHosts}")]
    [TestCase(PolicyRules.List, "rule:project_manager_or_admin", "member", "")]
    [TestCase(PolicyRules.List, "rule:project_member_api", "member", $"{List} {ListHosts}")]
    [TestCase(PolicyRules.List, "rule:project_reader_or_admin", "reader", $"{List} {ListHosts} {Actions}")]
    [TestCase(PolicyRules.List, "rule:admin_or_owner", "none", $"{List} {ListHosts}")]
    [TestCase(PolicyRules.List, "rule:admin_api", "member", "")]
    [TestCase(PolicyRules.List, "project_id:%(project_id)s", "none", $"{List} {ListHosts}")]
    [TestCase(PolicyRules.Start, "role:member", "member", Starts)]
    [TestCase(PolicyRules.Start, "role:member", "manager", "")]
    public void Allows_RuleOverridden_ThatOfHostsFollowsIt(string name, string rule, string role, string calls)
    {
        _folder.With("policy.yaml", $"\"{name}\": \"{rule}\"\n");
        Assert.That(CallsOf(_folder.Enforcer(), CallerWith(role)), Is.EqualTo(calls));
    }

    [Test]
    public void Allows_ListAndHostsOverridden_EachGoesItsWay()
    {
        _folder.With("policy.yaml", $"""
            "{PolicyRules.History}": "role:member"
            "{PolicyRules.HistoryHosts}": "role:admin"
            """);
        Assert.That(CallsOf(_folder.Enforcer(), CallerWith("member")), Is.EqualTo($"{History} {HistoryOfAllProjects}"));
    }

    [Test]
    public void Allows_RuleOfBothActionCallsFromOldFiles_IsFollowed()
    {
        _folder.With("policy.yaml", $"""
            "{PolicyRules.Actions}": "role:auditor"
            "{PolicyRules.ShowAction}": "role:member"
            """);
        var policy = _folder.Enforcer();
        Assert.Multiple(() =>
        {
            Assert.That(CallsOf(policy, CallerWith("auditor")), Is.EqualTo("os-instance-actions:list"));
            Assert.That(CallsOf(policy, CallerWith("member")), Is.EqualTo("os-instance-actions:show"));
            Assert.That(CallsOf(policy, CallerWith("reader")), Is.Empty);
        });
    }

    [Test]
    public void Allows_OldJson_ListsOfLists()
    {
        _folder.With("policy.json", $$"""
            {"{{PolicyRules.List}}": [["role:admin"], ["role:viewer", "project_id:%(project_id)s"]],
             "{{PolicyRules.Show}}": [], "{{PolicyRules.Abort}}": [[]]}
            """);
        var policy = _folder.Enforcer();
        Assert.Multiple(() =>
        {
            Assert.That(CallsOf(policy, CallerWith("viewer")), Is.EqualTo($"{List} {ListHosts} {Show} {Progress} {Events}"));
            Assert.That(CallsOf(policy, CallerWith("viewer") with { ProjectId = "p2" }), Is.EqualTo($"{Show} {Progress} {Events}"));
            Assert.That(CallsOf(policy, CallerWith("admin")), Does.Not.Contain(Abort).And.Contains(ForceComplete));
        });
    }

    [TestCase("rule:nonexistent", "")]
    [TestCase("rule:nonexistent or role:admin", $"{List} {ListHosts}")]
    [TestCase("not rule:nonexistent", "")]
    [TestCase("rule:default", "")]
    public void Allows_UndefinedReference_ClosesTheDoor(string rule, string calls)
    {
        _folder.With("policy.yaml", $"context_is_admin: '!'\n\"{PolicyRules.List}\": \"{rule}\"\n");
        Assert.That(CallsOf(_folder.Enforcer(), CallerWith("admin")), Is.EqualTo(calls));
    }

    [Test]
    public void Allows_UndefinedReferenceWithDefaultRule_IsTheDefaultRule()
    {
        _folder.With("policy.yaml", $"default: '@'\n\"{PolicyRules.List}\": \"rule:nonexistent\"\n");
        Assert.That(CallsOf(_folder.Enforcer(), CallerWith("member")), Is.EqualTo($"{List} {ListHosts}"));
    }

    [TestCase("http://127.0.0.1/allow")]
    [TestCase("not http://127.0.0.1/allow")]
    [TestCase("ROLE:admin")]
    [TestCase("not ROLE:admin")]
    [TestCase("not (role:nobody and bogus:thing)")]
    [TestCase("role:admin or bogus:thing")]
    [TestCase("not rule:asking")]
    public void Allows_UnknownCheck_DeniesEverybody(string rule)
    {
        _folder.With("policy.yaml", $"asking: https://127.0.0.1/allow\n\"{PolicyRules.List}\": \"{rule}\"\n");
        var policy = _folder.Enforcer();
        Assert.Multiple(() =>
        {
            Assert.That(CallsOf(policy, CallerWith("admin")), Does.Not.Contain(List).And.Contains(Show));
            Assert.That(CallsOf(policy, CallerWith("member")), Is.Empty);
        });
    }

    [Test]
    public void Allows_RuleWithAnUnknownCheckBesideAnother_TheOtherDecides()
    {
        _folder.With("policy.yaml", $"asking: https://127.0.0.1/allow\n\"{PolicyRules.List}\": \"rule:asking or role:member\"\n");
        Assert.That(CallsOf(_folder.Enforcer(), CallerWith("member")), Is.EqualTo($"{List} {ListHosts}"));
    }

    [TestCase("\"os_compute_api:servers:create\": ROLE:admin or http://127.0.0.1/allow")]
    [TestCase("\"os_compute_api:servers:create\": rule:nowhere")]
    [TestCase("a: rule:b\nb: rule:a")]
    public void Create_RuleOfNoCallHere_DoesNotMatter(string text)
    {
        _folder.With("policy.yaml", text);
        Assert.That(CallsOf(_folder.Enforcer(), CallerWith("admin")), Is.EqualTo(All));
    }

    [Test]
    public void Allows_AnotherRoleIsAdministrator_AdminIsNot()
    {
        _folder.With("policy.yaml", "context_is_admin: role:migration_viewer\n");
        var policy = _folder.Enforcer();
        Assert.Multiple(() =>
        {
            Assert.That(CallsOf(policy, CallerWith("MIGRATION_Viewer")), Is.EqualTo(All));
            Assert.That(policy.Allows(PolicyRules.Administrator, CallerWith("migration_viewer"), null), Is.True);
            Assert.That(CallsOf(policy, CallerWith("admin")), Is.Empty);
            Assert.That(policy.Allows(PolicyRules.Administrator, CallerWith("admin"), null), Is.False);
        });
    }

    [Test]
    public void Allows_AdministratorOfDomainOrSystem_Nothing()
    {
        var policy = _folder.With("policy.yaml", $"\"{PolicyRules.List}\": '@'").Enforcer();
        var unscoped = CallerWith("admin") with { ProjectId = null };
        Assert.Multiple(() =>
        {
            Assert.That(CallsOf(policy, unscoped with { SystemScope = "all" }), Is.Empty);
            Assert.That(CallsOf(policy, unscoped with { DomainId = "default" }), Is.Empty);
            Assert.That(CallsOf(policy, new Caller(null, null, ["admin"])), Is.EqualTo(All));
        });
    }

    [Test]
    public void Allows_DropIns_OverrideInTheOrderOfTheirNames()
    {
        _folder
            .With("policy.d/20-b.json", $"{{\"{PolicyRules.List}\": \"role:viewer\"}}")
            .With("policy.d/10-a.yaml", $"\"{PolicyRules.List}\": role:member")
            .With("policy.d/.30-c.yaml", $"\"{PolicyRules.List}\": role:hidden")
            .With("policy.d/40-d.yaml.bak", $"\"{PolicyRules.List}\": role:backup")
            .With("policy.yaml", $"\"{PolicyRules.List}\": role:admin");
        var policy = _folder.Enforcer();
        Assert.That(
            new[] { "admin", "member", "viewer", "hidden", "backup" }.Where(role =>
                policy.Allows(PolicyRules.List, CallerWith(role), Project)),
            Is.EqualTo(new[] { "viewer" }));
    }

    [Test]
    public void Create_YamlAndJson_YamlWins()
    {
        _folder.With("policy.yaml", $"\"{PolicyRules.List}\": role:yaml").With("policy.json", "not JSON");
        Assert.That(_folder.Enforcer().Allows(PolicyRules.List, CallerWith("yaml"), Project), Is.True);
    }

    [Test]
    public void Create_ConfiguredFile_IsReadWithTheDropInsBesideIt()
    {
        _folder
            .With("policy.yaml", $"\"{PolicyRules.List}\": role:elsewhere")
            .With("sub/rules.yaml", $"\"{PolicyRules.List}\": role:a\n\"{PolicyRules.Show}\": role:a")
            .With("sub/policy.d/1.yaml", $"\"{PolicyRules.Show}\": role:b");
        var policy = _folder.Enforcer(Path.Combine("sub", "rules.yaml"));
        Assert.Multiple(() =>
        {
            Assert.That(policy.Allows(PolicyRules.List, CallerWith("a"), Project), Is.True);
            Assert.That(policy.Allows(PolicyRules.Show, CallerWith("b"), Project), Is.True);
        });
    }

    [Test]
    public void Create_ConfiguredFileMissing_IsRefused() =>
        Assert.That(() => _folder.With("policy.yaml", "").Enforcer("rules.yaml"),
            Throws.TypeOf<PolicyException>().With.Message.Contains("Policy:File"));

    [TestCase("rule:a", "a: rule:b\nb: rule:c or role:x\nc: not rule:a\n", "a -> b -> c -> a")]
    [TestCase("@", "context_is_admin: is_admin:True\n", "context_is_admin -> context_is_admin")]
    [TestCase("rule:nothing", "default: rule:nothing\n", "default -> default")]
    public void Create_RulesInACircle_IsRefused(string rule, string text, string circle) =>
        Assert.That(() => _folder.With("policy.yaml", $"{text}\"{PolicyRules.List}\": \"{rule}\"").Enforcer(),
            Throws.TypeOf<PolicyException>().With.Message.Contains(circle));

    [Test]
    public void Create_ChainOfRulesWithoutEnd_IsRefusedWhicheverWayItRuns()
    {
        var up = string.Concat(Enumerable.Range(0, 50).Select(i => $"r{i}: rule:r{i + 1}\n")) + $"\"{PolicyRules.List}\": rule:r0";
        var down = string.Concat(Enumerable.Range(1, 50).Select(i => $"r{i}: rule:r{i - 1}\n")) + $"\"{PolicyRules.List}\": rule:r50";
        Assert.Multiple(() =>
        {
            Assert.That(() => _folder.With("policy.yaml", up).Enforcer(), Throws.TypeOf<PolicyException>());
            Assert.That(() => _folder.With("policy.yaml", down).Enforcer(), Throws.TypeOf<PolicyException>());
        });
    }

    private static string CallsOf(PolicyEnforcer policy, Caller caller) =>
        string.Join(' ', PolicyRules.OfCalls
            .Where(rule => policy.Allows(rule.Name, caller, Project))
            .Select(rule => rule.Name["os_compute_api:".Length..]));
}
