using System.Text.RegularExpressions;

namespace Migrations.Tests.Model;

public sealed partial class MigrationStatusTests
{
    [Test]
    public void WireName_OfEveryStatus_LeadsBackToIt([ValueSource(nameof(Statuses))] MigrationStatus status) =>
        Assert.That(MigrationStatuses.FromWireName(status.WireName), Is.EqualTo(status));

    [TestCase("pre-migrating")]
    [TestCase("Running")]
    [TestCase("")]
    public void FromWireName_OfAnotherName_FindsNothing(string name) =>
        Assert.That(MigrationStatuses.FromWireName(name), Is.Null);

    [Test]
    public void InProgress_AreTheFiveThatAreListed() =>
        Assert.That(
            Statuses.Where(status => status.IsInProgress).Select(status => status.WireName),
            Is.EqualTo(new[] { "queued", "preparing", "running", "running (post-copy)", "post-migrating" }));

    [Test]
    public void Final_AreTheFourEnds() =>
        Assert.That(
            Statuses.Where(status => status.IsFinal).Select(status => status.WireName),
            Is.EqualTo(new[] { "completed", "failed", "error", "cancelled" }));

    [Test]
    public void CanBecome_FromAFinalStatus_IsNeverAllowed(
        [ValueSource(nameof(Final))] MigrationStatus from, [ValueSource(nameof(Statuses))] MigrationStatus to) =>
        Assert.That(from.CanBecome(to), Is.False);

    [Test]
    public void CanBecome_BetweenUnfinishedStatuses_GoesForwardOnly(
        [ValueSource(nameof(Unfinished))] MigrationStatus from, [ValueSource(nameof(Unfinished))] MigrationStatus to) =>
        Assert.That(from.CanBecome(to), Is.EqualTo(to > from));

    [TestCase(MigrationStatus.Running, true)]
    [TestCase(MigrationStatus.Queued, true)]
    [TestCase(MigrationStatus.RunningPostCopy, false)]
    [TestCase(MigrationStatus.PostMigrating, false)]
    public void CanBecome_Cancelled_UntilTheServerRunsElsewhere(MigrationStatus from, bool allowed) =>
        Assert.That(from.CanBecome(MigrationStatus.Cancelled), Is.EqualTo(allowed));

    private static IReadOnlyList<MigrationStatus> Statuses => MigrationStatuses.All;

    private static IEnumerable<MigrationStatus> Final => Statuses.Where(status => status.IsFinal);

    private static IEnumerable<MigrationStatus> Unfinished => Statuses.Where(status => !status.IsFinal);

    [Test]
    public void Readme_SaysOfEveryStatusWhetherItIsListedAndTakesCommands()
    {
        var readme = File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "documents", "README.md"));
        var rows = Row().Matches(readme)
            .SelectMany(row => row.Groups[1].Value.Split(", "), (row, name) => (Status: MigrationStatuses.FromWireName(name), row.Groups)).ToList();

        Assert.That(rows.Select(row => row.Status), Is.EquivalentTo(MigrationStatuses.All.Except([MigrationStatus.Accepted])));
        foreach (var (status, cells) in rows)
        {
            Assert.That(cells[2].Value == "yes", Is.EqualTo(status!.Value.IsInProgress), $"{status} is listed");
            Assert.That(cells[3].Value == "yes", Is.EqualTo(status.Value.CanForceComplete), $"{status} is forced");
            Assert.That(cells[4].Value == "yes", Is.EqualTo(status.Value.CanAbort(beforeItRuns: false)), $"{status} is aborted");
            Assert.That(cells[4].Value is "yes" or "from 2.65", Is.EqualTo(status.Value.CanAbort(beforeItRuns: true)), $"{status} is aborted");
        }
    }

    [GeneratedRegex(@"^\| ([a-z][^|]*) \| (yes|in /os-migrations) \| ([^|]+) \| ([^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
