using Migrations.Api.Policies.Language;

namespace Migrations.Tests.Api.Policies.Language;

public sealed class PolicyExceptionTests
{
    [TestCase("p.yaml", 7L, "a", "p.yaml:7: a: expected x")]
    [TestCase("p.yaml", null, "a", "p.yaml: a: expected x")]
    [TestCase("p.yaml", 7L, null, "p.yaml:7: expected x")]
    [TestCase("p\n.yaml", null, "a\tb", "p .yaml: a b: expected x")]
    public void Message_SaysInOneLineWhereAndWhat(string file, long? line, string? rule, string message)
    {
        var error = new PolicyException(file, line, rule, "expected x");

        Assert.That((error.Message, error.File, error.Line, error.Rule), Is.EqualTo((message, file, line, rule)));
    }
}
