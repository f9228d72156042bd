using Migrations.Api.Policies;
using static Migrations.Tests.Api.Policies.PolicyFolder;

namespace Migrations.Tests.Api.Policies;

public class PolicyRefreshTests
{
    private PolicyFolder _folder = null!;
    private JournalOfLines _lines = null!;

    [SetUp]
    public void CreateFolder()
    {
        _folder = new PolicyFolder().With("policy.yaml", RuleFor("first"));
        _lines = new JournalOfLines();
    }

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void Refresh_ChangedFile_IsInForce()
    {
        var policy = Enforcer();
        _folder.With("policy.yaml", RuleFor("other"));
        policy.Refresh();
        Assert.That(RolesOf(policy), Is.EqualTo("other"));
    }

    [Test]
    public void Refresh_NewDropIn_IsInForce()
    {
        var policy = Enforcer();
        _folder.With("policy.d/10.yaml", RuleFor("other"));
        policy.Refresh();
        Assert.That(RolesOf(policy), Is.EqualTo("other"));
    }

    [Test]
    public void Refresh_NothingChanged_ReadsNothing()
    {
        var policy = Enforcer();
        policy.Refresh();
        policy.Refresh();
        Assert.That(_lines.Lines, Has.Count.EqualTo(1));
    }

    [Test]
    public void Refresh_BrokenFile_KeepsTheOldRulesAndSaysSoOnce()
    {
        var policy = Enforcer();
        _folder.With("policy.yaml", $"a: role:x\n\"{PolicyRules.List}\": role:x or\n");
        policy.Refresh();
        policy.Refresh();
        Assert.Multiple(() =>
        {
            Assert.That(RolesOf(policy), Is.EqualTo("first"));
            Assert.That(_lines.Lines.Where(line => line.StartsWith("Error", StringComparison.Ordinal)),
                Has.One.Contains($"policy.yaml:2: {PolicyRules.List}: expected a check"));
        });

        _folder.With("policy.yaml", RuleFor("other"));
        policy.Refresh();
        Assert.That(RolesOf(policy), Is.EqualTo("other"));
    }

    [Test]
    public void Refresh_BrokenFileBrokenInAnotherWay_SaysSoAgain()
    {
        var policy = Enforcer();
        _folder.With("policy.yaml", "a: role");
        policy.Refresh();
        policy.Refresh();
        _folder.With("policy.yaml", "a: role:x and");
        policy.Refresh();
        Assert.That(_lines.Lines.Where(line => line.StartsWith("Error", StringComparison.Ordinal)), Has.Exactly(2).Items);
    }

    [Test]
    public void Refresh_PolicyFileGone_DefaultsAtOnce()
    {
        var policy = Enforcer();
        File.Delete(_folder["policy.yaml"]);
        policy.Refresh();
        policy.Refresh();
        Assert.Multiple(() =>
        {
            Assert.That(RolesOf(policy), Is.EqualTo("admin"));
            Assert.That(_lines.Lines, Has.One.StartsWith("Warning").And.Contains(_folder["policy.yaml"]));
            Assert.That(_lines.Lines, Has.One.EqualTo("Information: The policy in force is the defaults."));
        });
    }

    [Test]
    public void Refresh_ConfiguredFileGone_DefaultsAtOnce()
    {
        var policy = _folder.Enforcer("policy.yaml", new PolicyLog(_lines));
        File.Delete(_folder["policy.yaml"]);
        policy.Refresh();
        Assert.That(RolesOf(policy), Is.EqualTo("admin"));

        _folder.With("policy.yaml", RuleFor("other"));
        policy.Refresh();
        Assert.That(RolesOf(policy), Is.EqualTo("other"));
    }

    [Test]
    public void Refresh_DropInGone_ItsRulesAtOnceNoMore()
    {
        _folder.With("policy.d/10.yaml", RuleFor("other"));
        var policy = Enforcer();
        File.Delete(_folder["policy.d/10.yaml"]);
        policy.Refresh();
        Assert.That(RolesOf(policy), Is.EqualTo("first"));
    }

    [Test]
    public void Refresh_LinkToAnotherFile_IsInForce()
    {
        _folder.With("new/rules.yaml", RuleFor("other"));
        var policy = Enforcer();
        LinkTo("new/rules.yaml");
        policy.Refresh();
        Assert.That(RolesOf(policy), Is.EqualTo("other"));
    }

    [Test]
    public void Refresh_LinkToAnotherFileOfTheSameSizeAndDate_IsInForce()
    {
        _folder.With("a/rules.yaml", RuleFor("first")).With("b/rules.yaml", RuleFor("other")).SameDate("a/rules.yaml", "b/rules.yaml");
        LinkTo("a/rules.yaml");
        var policy = Enforcer();
        LinkTo("b/rules.yaml");
        policy.Refresh();
        Assert.That(RolesOf(policy), Is.EqualTo("other"));
    }

    [Test]
    public void Refresh_FolderOfTheLinkReplacedByOneOfTheSameSizeAndDate_IsInForce()
    {
        _folder.With("a/rules.yaml", RuleFor("first")).With("b/rules.yaml", RuleFor("other")).SameDate("a/rules.yaml", "b/rules.yaml");
        Directory.CreateSymbolicLink(_folder["data"], _folder["a"]);
        LinkTo("data/rules.yaml");
        var policy = Enforcer();
        File.Delete(_folder["data"]);
        Directory.CreateSymbolicLink(_folder["data"], _folder["b"]);
        policy.Refresh();
        Assert.That(RolesOf(policy), Is.EqualTo("other"));
    }

    [Test]
    public void Refresh_WrittenInPlaceWithTheSameSizeAndDate_IsInForce()
    {
        var date = File.GetLastWriteTimeUtc(_folder["policy.yaml"]);
        var policy = Enforcer();
        _folder.With("policy.yaml", RuleFor("other"));
        File.SetLastWriteTimeUtc(_folder["policy.yaml"], date);
        policy.Refresh();
        Assert.That(RolesOf(policy), Is.EqualTo("other"));
    }

    private void LinkTo(string name)
    {
        File.Delete(_folder["policy.yaml"]);
        File.CreateSymbolicLink(_folder["policy.yaml"], _folder[name]);
    }

    [Test]
    public void Load_DoubtfulFile_IsReportedOnce()
    {
        _folder.With("policy.yaml", $"""
            "os_compute_api:servers:create": "role:x"
            "{PolicyRules.List}": "rule:nowhere or user_id:%(user_id)s"
            "{PolicyRules.Show}": "not http://127.0.0.1/deny"
            """);
        Enforcer();
        Assert.That(_lines.Lines.Where(line => line.StartsWith("Warning", StringComparison.Ordinal)), Is.SupersetOf(new[]
        {
            "Warning: Policy: this service does not use these rules, and ignores them: os_compute_api:servers:create.",
            $"Warning: Policy: policy.yaml:2: {PolicyRules.List} refers to rule:nowhere, which is not defined and is never true.",
            $"Warning: Policy: policy.yaml:2: {PolicyRules.List} reads %(user_id)s, an attribute that targets do not have; that check is never true.",
            $"Warning: Policy: policy.yaml:3: {PolicyRules.Show} uses http://127.0.0.1/deny, a check of an unknown kind; the rule denies everybody.",
        }));
    }

    private PolicyEnforcer Enforcer() => _folder.Enforcer(log: new PolicyLog(_lines));

    private static string RuleFor(string role) => $"\"{PolicyRules.List}\": role:{role}\n";

    private static string RolesOf(PolicyEnforcer policy) =>
        string.Join(' ', new[] { "admin", "first", "other" }.Where(role =>
            policy.Allows(PolicyRules.List, CallerWith(role), Project)));
}
