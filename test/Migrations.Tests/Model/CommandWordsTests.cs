namespace Migrations.Tests.Model;

/// <summary>The words that clients, dashboards and databases know.</summary>
public sealed class CommandWordsTests
{
    [Test]
    public void WireName_OfEveryKindOutcomeAndMeans_LeadsBackToIt()
    {
        foreach (var kind in Enum.GetValues<CommandKind>())
            Assert.That(CommandKinds.FromWireName(kind.WireName), Is.EqualTo(kind));
        foreach (var outcome in Enum.GetValues<CommandOutcome>())
            Assert.That(CommandOutcomes.FromWireName(outcome.WireName), Is.EqualTo(outcome));
        foreach (var means in Enum.GetValues<ForceCompleteMeans>())
            Assert.That(MeansOfForceComplete.FromWireName(means.WireName), Is.EqualTo(means));
    }

    [TestCase("toolate")]
    [TestCase("TooLate")]
    [TestCase("")]
    public void FromWireName_OfAnotherWord_FindsNothing(string word)
    {
        Assert.That(CommandKinds.FromWireName(word), Is.Null);
        Assert.That(CommandOutcomes.FromWireName(word), Is.Null);
        Assert.That(MeansOfForceComplete.FromWireName(word), Is.Null);
    }
}
