namespace Migrations.FunctionalTests.Golden;

/// <summary>Counts the recorded cases that are left out, so that none is left out unseen.</summary>
[Category("Golden")]
public sealed class GoldenGapsTests
{
    [TestCase("cases.jsonl", 23)]
    [TestCase("policy-cases.jsonl", 2)]
    [TestCase("precheck.jsonl", 2)]
    public void Cases_ThatAreLeftOut_AreThese(string file, int count)
    {
        var leftOut = GoldenCase.ReadAll(file).Where(recorded => recorded.Folder.StartsWith(GoldenFolders.Own, StringComparison.Ordinal))
            .Where(recorded => GoldenGaps.ReasonToLeaveOut(recorded) is not null).ToList();

        Assert.That(leftOut, Has.Count.EqualTo(count), string.Join('\n', leftOut));
    }
}
