using System.Text.RegularExpressions;
using Migrations.Api.Policies;
using Migrations.Api.Policies.Tool;

namespace Migrations.Tests.Api.Policies.Tool;

public class PolicyCommandTests
{
    private PolicyFolder _folder = null!;

    [SetUp]
    public void CreateFolder() => _folder = new PolicyFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void Run_NoCommand_LetsTheServiceStart() => Assert.That(Run("--urls", "http://127.0.0.1:1"), Is.EqualTo(((int?)null, "")));

    [Test]
    public void Check_NoFile_ShowsTheDefaults()
    {
        var (exit, output) = Run("--check-policy");
        Assert.Multiple(() =>
        {
            Assert.That(exit, Is.Zero);
            Assert.That(RowOf(output, PolicyRules.Abort),
                Is.EqualTo($"DELETE /servers/{{server}}/migrations/{{migration}} {PolicyRules.Abort} yes no no no no default rule:context_is_admin"));
            Assert.That(RowOf(output, PolicyRules.ListActions), Does.EndWith("yes yes yes yes no default rule:project_reader_or_admin"));
            Assert.That(RowOf(output, PolicyRules.ActionEvents), Does.EndWith("yes no no no no default rule:context_is_admin"));
            Assert.That(output, Does.Match(@"context_is_admin +default +role:admin"));
        });
    }

    [Test]
    public void Check_CallOfTwoRules_ShowsBoth()
    {
        var (_, output) = Run("--check-policy");
        var rules = output.Split('\n').Where(line => line.StartsWith("GET /servers/{server}/migrations ", StringComparison.Ordinal));
        Assert.That(rules.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2]),
            Is.EqualTo(new[] { PolicyRules.List, PolicyRules.ListHosts }));
    }

    [TestCase(PolicyRules.Show)]
    [TestCase(PolicyRules.ForceComplete)]
    [TestCase(PolicyRules.Abort)]
    public void Check_RuleThatLetsSomebodyShowOrCommand_LetsThemReadProgress(string rule)
    {
        _folder.With("rules.yaml", $"\"{rule}\": rule:project_manager_or_admin\n");
        var (_, output) = Run("--check-policy", "rules.yaml");
        Assert.That(RowOf(output, PolicyRules.Progress), Does.Contain(" yes yes no no no default "));
    }

    [Test]
    public void Check_File_ShowsWhoMay()
    {
        _folder.With("rules.yaml", $"# mine\n\"{PolicyRules.List}\": rule:project_member_or_admin\nstray: '@'\n");
        var (exit, output) = Run("--check-policy", _folder["rules.yaml"]);
        Assert.Multiple(() =>
        {
            Assert.That(exit, Is.Zero);
            Assert.That(RowOf(output, PolicyRules.List), Does.EndWith("yes yes yes no no rules.yaml:2 rule:project_member_or_admin"));
            Assert.That(RowOf(output, PolicyRules.ListHosts), Does.EndWith("yes yes yes no no rules.yaml:2 rule:project_member_or_admin"));
            Assert.That(output, Does.Contain("warning: this service does not use these rules, and ignores them: stray"));
        });
    }

    [Test]
    public void Check_BrokenFile_ExitsWithOneAndTheReason()
    {
        _folder.With("policy.yaml", "a: role:x\nb: role\n");
        var (exit, output) = Run("--check-policy");
        Assert.That((exit, output), Is.EqualTo((1,
            $"error: {_folder["policy.yaml"]}:2: b: expected kind:value, such as role:admin, instead of 'role'{Environment.NewLine}")));
    }

    [TestCase("os_compute_api:servers:migrations:indx: role:x", "there is no rule os_compute_api:servers:migrations:indx; probably os_compute_api:servers:migrations:index is meant")]
    [TestCase("os_compute_api:Servers:migrations:index: role:x", "there is no rule os_compute_api:Servers:migrations:index; probably os_compute_api:servers:migrations:index is meant")]
    [TestCase("os_compute_api:os-migrations:list: role:x", "there is no rule os_compute_api:os-migrations:list")]
    [TestCase("project_manger_api: role:x", "there is no rule project_manger_api; probably project_manager_api is meant")]
    [TestCase("context_is_admin: rule:admins", "context_is_admin refers to rule:admins, which is not defined and is never true")]
    [TestCase("context_is_admin: rule:project_managr_or_admin", "context_is_admin refers to rule:project_managr_or_admin, which is not defined and is never true; probably project_manager_or_admin is meant")]
    [TestCase("context_is_admin: rule:admins\ndefault: role:x", "context_is_admin refers to rule:admins, which is not defined and means the rule 'default'")]
    public void Check_MisspeltOrUndefinedRule_ExitsWithOneAndNamesIt(string text, string error)
    {
        _folder.With("rules.yaml", text);
        var (exit, output) = Run("--check-policy", "rules.yaml");
        Assert.Multiple(() =>
        {
            Assert.That(exit, Is.EqualTo(1));
            Assert.That(Problems(output), Is.EqualTo(new[] { $"error: rules.yaml:1: {error}" }));
        });
    }

    [Test]
    public void Check_RulesOfOtherCalls_DoNotMatter()
    {
        var others = Enumerable.Range(10, 12).Select(i => $"os_compute_api:os-other:{i}: rule:nowhere or ROLE:x");
        _folder.With("rules.yaml", string.Join('\n', others));
        var (exit, output) = Run("--check-policy", "rules.yaml");
        Assert.Multiple(() =>
        {
            Assert.That(exit, Is.Zero);
            Assert.That(Problems(output), Has.One.Items.And.All.EndsWith("os_compute_api:os-other:19 and 2 more"));
        });
    }

    [Test]
    public void Check_UnknownCheckInARuleOfACall_IsAWarning()
    {
        _folder.With("rules.yaml", $"{PolicyRules.Abort}: role:admin or ROLE:manager");
        var (exit, output) = Run("--check-policy", "rules.yaml");
        Assert.Multiple(() =>
        {
            Assert.That(exit, Is.Zero);
            Assert.That(RowOf(output, PolicyRules.Abort), Does.Contain(" no no no no no "));
            Assert.That(Problems(output), Is.EqualTo(new[]
            {
                $"warning: rules.yaml:1: {PolicyRules.Abort} uses ROLE:manager, a check of an unknown kind; the rule denies everybody",
            }));
        });
    }

    [Test]
    public void Check_RulesThatFanOut_Ends()
    {
        var rules = Enumerable.Range(1, 30).Select(i => $"r{i}: {string.Join(" or ", Enumerable.Repeat($"rule:r{i - 1}", 30))}");
        _folder.With("rules.yaml", $"r0: role:x\n{string.Join('\n', rules)}\n{PolicyRules.Abort}: rule:r30\n");
        var (exit, output) = Run("--check-policy", "rules.yaml");
        Assert.That((exit, Problems(output)), Is.EqualTo((0, Array.Empty<string>())));
    }

    [Test]
    public void Check_ChainThatIsTooLongForTheDefaultsThatReferToIt_IsRefusedWithItsPlace()
    {
        var rules = Enumerable.Range(1, 31).Select(i => $"r{i}: rule:r{i - 1}");
        _folder.With("rules.yaml", $"r0: role:x\n{string.Join('\n', rules)}\n{PolicyRules.Abort}: rule:r31\n");
        var (exit, output) = Run("--check-policy", "rules.yaml");
        Assert.That(exit, Is.EqualTo(1));
        Assert.That(output, Does.Contain("rules.yaml").And.Contain("expected a chain of at most 34 rules"));
    }

    [Test]
    public void Check_MissingFile_IsNamedWithoutTalkOfASetting() =>
        Assert.That(Run("--check-policy", "nope.yaml"), Is.EqualTo((1, $"error: nope.yaml: there is no such file{Environment.NewLine}")));

    [Test]
    public void Check_MissingConfiguredFile_NamesTheSetting()
    {
        using var output = new StringWriter();
        Assert.Multiple(() =>
        {
            Assert.That(PolicyCommand.Run(["--check-policy"], "nope.yaml", _folder.Root, output), Is.EqualTo(1));
            Assert.That(output.ToString(), Does.StartWith($"error: {_folder["nope.yaml"]}: there is no such file: correct Policy:File"));
        });
    }

    [Test]
    public void Check_Folder_IsCalledAFolder()
    {
        Directory.CreateDirectory(_folder["rules"]);
        Assert.That(Run("--check-policy", "rules"),
            Is.EqualTo((1, $"error: {_folder["rules"]}: expected a policy file; this is a folder{Environment.NewLine}")));
    }

    [Test]
    public void Check_ConfiguredFile_IsTheOneChecked()
    {
        _folder.With("mine.yaml", "broken: role");
        using var output = new StringWriter();
        Assert.That(PolicyCommand.Run(["--check-policy"], "mine.yaml", _folder.Root, output), Is.EqualTo(1));
    }

    [Test]
    public void Sample_Written_IsTheDefaultPolicyWithAndWithoutItsCommentSigns()
    {
        var (exit, sample) = Run("--sample-policy");
        var defaults = Run("--check-policy").Output.Split('\n')[2..];
        _folder.With("policy.yaml", sample);
        var commented = Run("--check-policy").Output;
        _folder.With("policy.yaml", sample.Replace("#\"", "\"", StringComparison.Ordinal));
        var uncommented = Run("--check-policy").Output;
        Assert.Multiple(() =>
        {
            Assert.That(exit, Is.Zero);
            Assert.That(commented.Split('\n')[3..], Is.EqualTo(defaults));
            foreach (var rule in PolicyRules.OfCalls)
                Assert.That(
                    Regex.Replace(RowOf(uncommented, rule.Name), @" policy.yaml:\d+ ", " default "), Is.EqualTo(RowOf(commented, rule.Name)));
        });
    }

    private (int? Exit, string Output) Run(params string[] args)
    {
        using var output = new StringWriter();
        return (PolicyCommand.Run(args, null, _folder.Root, output), output.ToString());
    }

    private static string[] Problems(string output) =>
        [.. output.Split(Environment.NewLine).Where(line => line.Split(": ")[0] is "warning" or "error")];

    private static string RowOf(string output, string rule)
    {
        var calls = output.Split('\n').TakeWhile(line => !line.StartsWith("RULES", StringComparison.Ordinal));
        var row = calls.First(line => line.Contains($" {rule} ", StringComparison.Ordinal));
        return string.Join(' ', row.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
