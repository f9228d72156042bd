using Migrations.Api.Policies.Language;

namespace Migrations.Tests.Api.Policies.Language;

public class CheckParserTests
{
    [TestCase("", "@")]
    [TestCase("@", "@")]
    [TestCase("!", "!")]
    [TestCase("role:admin", "role:admin")]
    [TestCase("  role:admin\t\n", "role:admin")]
    [TestCase("role:compute:admin", "role:compute:admin")]
    [TestCase("project_id:%(project_id)s", "project_id:%(project_id)s")]
    [TestCase("user.domain.id:default", "user.domain.id:default")]
    [TestCase("'Member':%(role.name)s", "'Member':%(role.name)s")]
    [TestCase("True:%(enabled)s", "True:%(enabled)s")]
    [TestCase("user_id:100%%", "user_id:100%%")]
    [TestCase("is_admin:True", "rule:context_is_admin")]
    [TestCase("is_admin:False", "not rule:context_is_admin")]
    [TestCase("rule:a or rule:b and rule:c", "(rule:a or (rule:b and rule:c))")]
    [TestCase("rule:a and rule:b or rule:c", "((rule:a and rule:b) or rule:c)")]
    [TestCase("(rule:a or rule:b) and rule:c", "((rule:a or rule:b) and rule:c)")]
    [TestCase("not rule:a and rule:b", "(not rule:a and rule:b)")]
    [TestCase("not (rule:a or rule:b)", "not (rule:a or rule:b)")]
    [TestCase("NOT not rule:a", "not not rule:a")]
    [TestCase("rule:a AND rule:b Or rule:c", "((rule:a and rule:b) or rule:c)")]
    [TestCase("((rule:a))", "rule:a")]
    [TestCase("(project_id:%(project_id)s)", "project_id:%(project_id)s")]
    public void Parse_Rule_IsUnderstood(string rule, string understood) =>
        Assert.That(CheckParser.Parse(rule).ToString(), Is.EqualTo(understood));

    [TestCase(" ", "expected a check such as role:admin instead of the end")]
    [TestCase("role:admin and", "expected a check such as role:admin instead of the end")]
    [TestCase("or role:admin", "expected a check such as role:admin instead of 'or'")]
    [TestCase("not", "expected a check such as role:admin instead of the end")]
    [TestCase("()", "expected a check such as role:admin instead of ')'")]
    [TestCase("(role:admin", "expected 'and', 'or' or ')' instead of the end")]
    [TestCase("role:admin)", "expected 'and', 'or' or the end instead of ')'")]
    [TestCase("role admin", "expected kind:value, such as role:admin, instead of 'role'")]
    [TestCase("role: admin", "expected kind:value, such as role:admin, instead of 'role:'")]
    [TestCase(":admin", "expected kind:value, such as role:admin, instead of ':admin'")]
    [TestCase("TRUE", "expected kind:value, such as role:admin, instead of 'TRUE'")]
    [TestCase("role:a role:b", "expected 'and', 'or' or the end instead of 'role:b'")]
    [TestCase("role:a)or(role:b", "expected spaces around the parentheses in 'a)or(role:b'")]
    [TestCase("user_id:%(user_id)", "expected %(attribute)s at the percent sign of '%(user_id'")]
    [TestCase("user_id:%()s", "expected %(attribute)s at the percent sign of '%()s'")]
    [TestCase("user_id:50%", "expected %(attribute)s at the percent sign of '50%'")]
    [TestCase("is_admin:1", "expected is_admin:True or is_admin:False instead of 'is_admin:1'")]
    [TestCase("'Member:%(role)s", "expected a quote at the end of the literal in ''Member:%(role)s'")]
    public void Parse_NoRule_SaysWhatWasExpected(string rule, string expected) =>
        Assert.That(() => CheckParser.Parse(rule),
            Throws.TypeOf<CheckSyntaxException>().With.Message.StartsWith(expected));

    [TestCase("ROLE:admin")]
    [TestCase("bogus:thing")]
    [TestCase("field:networks:shared=True")]
    [TestCase("http://127.0.0.1/%(project_id)s")]
    public void Parse_UnknownCheck_IsKeptAsItIsWritten(string check) => Assert.Multiple(() =>
    {
        Assert.That(CheckParser.Parse(check), Is.EqualTo(new UnknownCheck(check)));
        Assert.That(CheckParser.Parse($"role:a or not ({check})").ToString(), Is.EqualTo($"(role:a or not {check})"));
    });

    [Test]
    public void Parse_MoreNestingThanAnyoneWrites_IsRefused()
    {
        var open = new string('(', 100_000);
        var not = string.Concat(Enumerable.Repeat("not ", 100_000));
        Assert.Multiple(() =>
        {
            Assert.That(() => CheckParser.Parse($"{open}role:a{open.Replace('(', ')')}"), Throws.TypeOf<CheckSyntaxException>());
            Assert.That(() => CheckParser.Parse($"{not}role:a"), Throws.TypeOf<CheckSyntaxException>());
        });
    }

    [TestCase(32, true)]
    [TestCase(33, false)]
    public void Parse_Nesting_MayBeThatDeep(int depth, bool accepted)
    {
        var nots = string.Concat(Enumerable.Repeat("not ", depth));
        var (open, close) = (new string('(', depth), new string(')', depth));

        foreach (var rule in new[] { $"{nots}role:a", $"{open}role:a{close}" })
            Assert.That(() => CheckParser.Parse(rule), accepted
                ? Throws.Nothing
                : Throws.TypeOf<CheckSyntaxException>().With.Message.EqualTo("expected at most 32 nested parentheses and 'not'"));
    }

    [Test]
    public void ParseLists_OldForm_JoinsInnerByAndAndOuterByOr() => Assert.Multiple(() =>
    {
        Assert.That(CheckParser.ParseLists([]).ToString(), Is.EqualTo("@"));
        Assert.That(CheckParser.ParseLists([[]]).ToString(), Is.EqualTo("!"));
        Assert.That(CheckParser.ParseLists([[], ["role:a"]]).ToString(), Is.EqualTo("role:a"));
        Assert.That(CheckParser.ParseLists([["role:a"], ["role:b", "rule:c"]]).ToString(),
            Is.EqualTo("(role:a or (role:b and rule:c))"));
        Assert.That(() => CheckParser.ParseLists([["not role:a"]]), Throws.TypeOf<CheckSyntaxException>());
    });
}
