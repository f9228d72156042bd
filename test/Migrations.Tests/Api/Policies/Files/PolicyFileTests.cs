using Migrations.Api.Policies.Files;
using Migrations.Api.Policies.Language;

namespace Migrations.Tests.Api.Policies.Files;

public class PolicyFileTests
{
    private PolicyFolder _folder = null!;

    [SetUp]
    public void CreateFolder() => _folder = new PolicyFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [TestCase("")]
    [TestCase("# nothing but words\n")]
    [TestCase("---\n")]
    [TestCase("~\n")]
    [TestCase("{}\n")]
    public void Read_NothingInIt_IsNoRules(string text) => Assert.That(Read("policy.yaml", text), Is.Empty);

    [TestCase("a: role:x", "role:x")]
    [TestCase("\"a\": \"role:x or role:y\"", "(role:x or role:y)")]
    [TestCase("a: >\n  role:x\n  or role:y\n", "(role:x or role:y)")]
    [TestCase("a: ''", "@")]
    [TestCase("a:", "@")]
    [TestCase("a: ~", "@")]
    [TestCase("a: null", "@")]
    [TestCase("a: '!'", "!")]
    [TestCase("a: []", "@")]
    [TestCase("a: [[]]", "!")]
    [TestCase("a: [role:x, [role:y, role:z]]", "(role:x or (role:y and role:z))")]
    [TestCase("a:\n- - role:x\n- - role:y\n", "(role:x or role:y)")]
    [TestCase("a: role:x\na: role:y\n", "role:y")]
    public void Read_Yaml_IsItsLastRule(string text, string check) =>
        Assert.That(Read("policy.yaml", text)[^1].Check.ToString(), Is.EqualTo(check));

    [TestCase("{\"a\": \"role:x\"}", "role:x")]
    [TestCase("{\n\t\"a\":null\n}", "@")]
    [TestCase("{\"a\": \"role:\\u0061\\/\\ud83d\\ude00\"}", "role:a/😀")]
    [TestCase("{\"a\": [[\"role:x\"], [\"role:y\", \"rule:z\"]]}", "(role:x or (role:y and rule:z))")]
    public void Read_Json_IsItsLastRule(string text, string check) =>
        Assert.That(Read("policy.json", text)[^1].Check.ToString(), Is.EqualTo(check));

    [TestCase("policy.yaml", "a: role:x\nb: true\n", 2, "b", "expected kind:value")]
    [TestCase("policy.yaml", "\n\na: role:x and\n", 3, "a", "expected a check")]
    [TestCase("policy.yaml", "a: 12\n", 1, "a", "expected kind:value")]
    [TestCase("policy.yaml", "a: [[role:x], [true]]\n", 1, "a", "expected kind:value")]
    [TestCase("policy.yaml", "a: {}\n", 1, null, "a rule as text for a")]
    [TestCase("policy.yaml", "a: !\n", 1, null, "in quotes and without a tag")]
    [TestCase("policy.yaml", "a: &x role:x\n", 1, null, "in quotes and without a tag")]
    [TestCase("policy.yaml", "a: *x\n", 1, null, "a rule as text for a")]
    [TestCase("policy.yaml", "a: @\n", 1, null, "expected YAML")]
    [TestCase("policy.yaml", "a: 'x\n", 1, null, "expected YAML")]
    [TestCase("policy.yaml", "![!", 1, null, "expected YAML")]
    [TestCase("policy.yaml", "- role:x\n", 1, null, "a mapping of names to rules")]
    [TestCase("policy.yaml", "role:x\n", 1, null, "a mapping of names to rules")]
    [TestCase("policy.yaml", "a: role:x\n---\nb: role:y\n", 2, null, "a single document")]
    [TestCase("policy.json", "{\"a\": \"role:x\",\n}", 2, null, "expected JSON")]
    [TestCase("policy.json", "{\"a\": \"role:x\"}\n# no\n", 2, null, "expected JSON")]
    [TestCase("policy.json", "{\n\"a\": false}", 2, "a", "expected kind:value")]
    [TestCase("policy.json", "[]", 1, null, "a mapping of names to rules")]
    public void Read_NoPolicy_NamesFileLineRuleAndWhatWasExpected(
        string name, string text, int line, string? rule, string expected)
    {
        var e = Assert.Throws<PolicyException>(() => Read(name, text))!;
        Assert.Multiple(() =>
        {
            Assert.That((e.File, e.Line, e.Rule), Is.EqualTo((_folder[name], line, rule)));
            Assert.That(e.Message, Does.StartWith($"{_folder[name]}:{line}: ").And.Contains(expected));
            Assert.That(e.Message, Does.Not.Contain('\n'));
        });
    }

    [Test]
    public void Read_MissingFile_IsRefused() =>
        Assert.That(() => PolicyFile.Read(_folder["absent.yaml"]), Throws.TypeOf<PolicyException>());

    private IReadOnlyList<DefinedRule> Read(string name, string text)
    {
        _folder.With(name, text);
        return PolicyFile.Read(_folder[name]).Rules;
    }
}
