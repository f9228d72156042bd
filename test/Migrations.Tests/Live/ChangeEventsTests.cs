using Migrations.Convergence;
using Migrations.Live;

namespace Migrations.Tests.Live;

public sealed class ChangeEventsTests
{
    [Test]
    public void Between_NothingAndAMigration_TellsThatItWasSeen()
    {
        var told = ChangeEvents.Between(null, Given.Live(MigrationStatus.Queued)).Single();

        Assert.That(told, Is.EqualTo(new MigrationEvent
        {
            Kind = MigrationEventKind.Seen,
            MigrationId = 7,
            ServerUuid = Given.ServerUuid,
            OccurredAt = Given.Migration().CreatedAt,
            Status = MigrationStatus.Queued,
            Verdict = Verdict.Waiting,
        }));
    }

    [Test]
    public void Between_TwoStatuses_TellsTheNewOneAndSinceWhen()
    {
        var told = ChangeEvents.Between(Given.Live(), Changed(MigrationStatus.PostMigrating)).Single();

        Assert.That((told.Kind, told.Status, told.OccurredAt), Is.EqualTo((MigrationEventKind.Status, MigrationStatus.PostMigrating, Given.Now)));
    }

    [Test]
    public void Between_AStatusAndAFinalOne_TellsTheEndWithItsReasonOnly()
    {
        var told = ChangeEvents.Between(Given.Live(), Changed(MigrationStatus.Failed, "no route to host")).Single();

        Assert.That((told.Kind, told.Status, told.Text, told.Verdict, told.OccurredAt),
            Is.EqualTo((MigrationEventKind.Ended, MigrationStatus.Failed, "no route to host", (Verdict?)null, Given.Now)));
    }

    [Test]
    public void Between_NothingAndAFinalMigration_TellsBoth() =>
        Assert.That(ChangeEvents.Between(null, Changed(MigrationStatus.Error)).Select(told => told.Kind),
            Is.EqualTo(new[] { MigrationEventKind.Seen, MigrationEventKind.Ended }));

    [Test]
    public void Between_TwoVerdicts_TellsTheNewOneWithItsSentence()
    {
        var stalled = Given.Live() with { Forecast = new Forecast { Verdict = Verdict.Stalled }, SampledAt = Given.Now };

        var told = ChangeEvents.Between(Given.Live(), stalled).Single();

        Assert.That((told.Kind, told.Verdict, told.Text, told.OccurredAt),
            Is.EqualTo((MigrationEventKind.Verdict, Verdict.Stalled, stalled.Forecast.Explanation, Given.Now)));
    }

    [Test]
    public void Between_TwoReadings_TellsNothing() => Assert.That(ChangeEvents.Between(Given.Live(), Changed(MigrationStatus.Running)), Is.Empty);

    private static LiveMigration Changed(MigrationStatus status, string? reason = null) => new(Given.Migration() with
    {
        Status = status,
        Reason = reason,
        UpdatedAt = Given.Now,
        EndedAt = status.IsFinal ? Given.Now : null,
    });
}
