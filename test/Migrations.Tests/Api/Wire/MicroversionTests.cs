using Migrations.Api.Wire;

namespace Migrations.Tests.Api.Wire;

public sealed class MicroversionTests
{
    [TestCase("2.1")]
    [TestCase("2.104")]
    [TestCase("10.0")]
    public void Parse_OfAVersion_LeadsBackToItsText(string text) =>
        Assert.That(Microversion.Parse(text)?.ToString(), Is.EqualTo(text));

    [TestCase("")]
    [TestCase("2")]
    [TestCase("2.")]
    [TestCase(".1")]
    [TestCase("0.0")]
    [TestCase("02.23")]
    [TestCase("2.01")]
    [TestCase("+2.23")]
    [TestCase("2.-1")]
    [TestCase("2.1.1")]
    [TestCase("2.1e1")]
    [TestCase("latest")]
    public void Parse_OfAnythingElse_FindsNothing(string text) => Assert.That(Microversion.Parse(text), Is.Null);

    [Test]
    public void Parse_OfAHugeVersion_IsBeyondTheMaximum() =>
        Assert.That(Microversion.Parse("2.99999999999999999999") > Microversion.Maximum, Is.True);

    [TestCase("2.9", "2.10")]
    [TestCase("2.104", "3.0")]
    public void Order_IsByNumberNotByText(string lower, string higher) =>
        Assert.That(Microversion.Parse(lower)!.Value < Microversion.Parse(higher)!.Value, Is.True);
}
