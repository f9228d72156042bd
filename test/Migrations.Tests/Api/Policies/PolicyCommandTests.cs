using Migrations.Api.Policies;

namespace Migrations.Tests.Api.Policies;

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
                Is.EqualTo($"DELETE /servers/{{server_id}}/migrations/{{id}} {PolicyRules.Abort} yes no no no no default rule:context_is_admin"));
            Assert.That(output, Does.Match(@"context_is_admin +default +role:admin"));
        });
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
            Assert.That(output, Does.Contain("warning: no call here asks for these rules, they are ignored: stray"));
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
            foreach (var call in PolicyCall.All)
                Assert.That(RowOf(uncommented, call.Rule), Does.Match(@"yes no no no no policy.yaml:\d+ rule:context_is_admin"));
        });
    }

    private (int? Exit, string Output) Run(params string[] args)
    {
        using var output = new StringWriter();
        return (PolicyCommand.Run(args, null, _folder.Root, output), output.ToString());
    }

    private static string RowOf(string output, string rule) =>
        string.Join(' ', output.Split('\n').Single(line => line.Contains($" {rule} ", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
