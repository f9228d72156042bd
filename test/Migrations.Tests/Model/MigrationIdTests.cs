namespace Migrations.Tests.Model;

public sealed class MigrationIdTests
{
    [TestCase("1", 1)]
    [TestCase("9223372036854775807", long.MaxValue)]
    public void Parse_OfAPlainInteger_IsItsValue(string text, long id) =>
        Assert.That(MigrationId.Parse(text), Is.EqualTo(id));

    [TestCase("0")]
    [TestCase("0041")]
    [TestCase("+41")]
    [TestCase("-1")]
    [TestCase("41.0")]
    [TestCase("4.1e1")]
    [TestCase(" 41")]
    [TestCase("41 ")]
    [TestCase("41abc")]
    [TestCase("0x29")]
    [TestCase("٤١")]
    [TestCase("9223372036854775808")]
    [TestCase("")]
    public void Parse_OfAnythingElse_FindsNothing(string text) => Assert.That(MigrationId.Parse(text), Is.Null);
}
