using Migrations.Drivers;
using Migrations.Endings;
using Migrations.Live;

namespace Migrations.Tests.Endings;

public sealed class EndingOutlookTests
{
    [TestCase(160, null, 140, "In 140 s a pause of 140ms is allowed (Starts:MaxDowntime 500ms in DowntimeSteps 10 of DowntimeDelay 75s per GiB x 2 GiB = 150s).")]
    [TestCase(1501, null, 99, "In 99 s it is aborted (Starts:CompletionTimeout 800s per GiB x 2 GiB = 1600s).")]
    [TestCase(160, 200, 40, "In 40 s it is aborted (the deadline of 200s that was set for it).")]
    [TestCase(1600, null, null, "Its time is up: it is aborted (Starts:CompletionTimeout 800s per GiB x 2 GiB = 1600s).")]
    [TestCase(1501, 0, null, "It may take as long as it takes.")]
    public void Next_IsWhatComesFirst(int elapsed, int? deadline, int? nextIn, string explanation)
    {
        var terms = new EndingTerms { Deadline = deadline is { } seconds ? TimeSpan.FromSeconds(seconds) : null };

        var outlook = EndingOutlook.Of(StartedMigration.After(elapsed, terms), new EndingOptions());

        Assert.That((outlook.NextIn?.TotalSeconds, outlook.Explanation), Is.EqualTo(((double?)nextIn, explanation)));
    }

    [Test]
    public void Next_WhenItIsForcedAtItsDeadline_SaysThat() =>
        Assert.That(
            EndingOutlook.Of(StartedMigration.After(1501, new EndingTerms { Action = CommandKind.ForceComplete }), new EndingOptions()).Explanation,
            Is.EqualTo("In 99 s it is forced to complete (Starts:CompletionTimeout 800s per GiB x 2 GiB = 1600s)."));

    [TestCase(150, 150, "In 150 s a pause of 140ms")]
    [TestCase(0, 150, "In 150 s it is aborted")]
    public void Next_AtTheMomentOfAStepOrOfTheDeadline_IsTheOneThatCounts(int elapsed, int nextIn, string explanation)
    {
        var terms = elapsed == 0 ? new EndingTerms { Deadline = TimeSpan.FromSeconds(150) } : new EndingTerms();

        var outlook = EndingOutlook.Of(StartedMigration.After(elapsed, terms), new EndingOptions());

        Assert.That(outlook.NextIn, Is.EqualTo(TimeSpan.FromSeconds(nextIn)));
        Assert.That(outlook.Explanation, Does.StartWith(explanation));
    }

    [Test]
    public void Next_OfWhatIsCertainToEnd_IsNothing()
    {
        var known = StartedMigration.After(160);
        known = known with { Forecast = known.Forecast with { Verdict = Verdict.Certain } };

        Assert.That(EndingOutlook.Of(known, new EndingOptions()), Has.Property(nameof(EndingOutlook.NextIn)).Null
            .And.Property(nameof(EndingOutlook.Explanation)).EqualTo("It is certain to end, so nothing more is done to it."));
    }

    [Test]
    public void Outlook_WithoutAPolicy_SaysWhy()
    {
        var known = StartedMigration.After(160);
        LiveMigration[] others =
        [
            known with { Start = null },
            known with { Stats = new JobStats(JobPhase.Preparing) },
            known with { Record = Given.Migration(MigrationStatus.Completed) },
        ];

        Assert.That(others.Select(other => EndingOutlook.Of(other, new EndingOptions())), Is.EqualTo(new EndingOutlook[]
        {
            new(null, null, null, "This service has not started the migration, so it does nothing to end it."),
            new(null, null, null, "It is not known yet how much is to be copied."),
            new(null, null, null, "The migration is over."),
        }));
    }
}
