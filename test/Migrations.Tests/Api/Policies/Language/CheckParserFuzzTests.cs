using System.Text.Json;
using CsCheck;
using Migrations.Api.Policies;
using Migrations.Api.Policies.Language;

namespace Migrations.Tests.Api.Policies.Language;

[Category(Fuzz.Category)]
public class CheckParserFuzzTests
{
    private static readonly Gen<string> Words = Gen.OneOf(
        "and", "or", "not", "(", ")", "((", "))", "@", "!", ":", "%", "'", "\"", "%(", ")s", "%(project_id)s", "role:", "role:a",
        "rule:a", "rule:none", "is_admin:True", "project_id:%(project_id)s", "'x':x", "http:x", "\u00a0", "\0", "😀");

    private static readonly Gen<string> Rules = Gen.OneOf(
        Gen.String,
        Gen.Select(Words.Array[0, 12], Gen.Bool, (words, apart) => string.Join(apart ? " " : "", words)));

    [Test]
    public void Parse_AnyText_IsARuleOrRefused() =>
        Rules.Sample(rule => Understood(rule) is null or { Length: > 0 }, iter: Fuzz.Times(20_000));

    [Test]
    public void Parse_AnyRule_PrintsAsTheSameRule() =>
        Rules.Sample(rule => Understood(rule) is not { } printed || Understood(printed) == printed, iter: Fuzz.Times(20_000));

    [Test]
    public void File_WithARuleThatIsNotUnderstood_AllowsNothing()
    {
        using var folder = new PolicyFolder();
        Rules.Where(rule => Understood(rule) is null).Sample(
            rule =>
            {
                var text = JsonSerializer.Serialize(rule, FuzzJson.Default.String);
                folder.With("policy.json", $"{{\"{PolicyRules.Abort}\": {text}}}");
                Assert.That(() => folder.Enforcer(), Throws.TypeOf<PolicyException>());
            },
            iter: Fuzz.Times(500), threads: 1);
    }

    [Test]
    public void File_OfAnyText_IsAPolicyOrRefused()
    {
        using var folder = new PolicyFolder();
        var bits = Gen.OneOf(
            "\"", "'", ":", ": ", "\n", "  ", "- ", "[", "]", "{", "}", "#", "&a", "*a", "!", "!!str ", "|", ">", "?", "%YAML 1.1",
            "---", "...", "null", "~", "true", "1", "role:admin", "a", "\t", "\\u00", "\0", "\ufeff", ",", "<<");
        Gen.Select(bits.Array[0, 14], Gen.OneOf("policy.yaml", "policy.d/x.yml", "policy.d/x.json")).Sample(
            (words, name) =>
            {
                folder.With(name, string.Concat(words));
                try
                {
                    var enforcer = folder.Enforcer();
                    Assert.That(enforcer.Allows(PolicyRules.Abort, PolicyFolder.CallerWith("member"), PolicyFolder.Project), Is.False);
                }
                catch (PolicyException e)
                {
                    Assert.That(e.Message, Does.Not.Contain('\n'));
                }
                File.Delete(folder[name]);
            },
            iter: Fuzz.Times(2_000), threads: 1);
    }

    private static string? Understood(string rule)
    {
        try
        {
            return CheckParser.Parse(rule).ToString();
        }
        catch (CheckSyntaxException)
        {
            return null;
        }
    }
}
