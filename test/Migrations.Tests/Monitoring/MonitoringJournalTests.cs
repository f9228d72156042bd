using Migrations.Drivers;
using Migrations.Monitoring;

namespace Migrations.Tests.Monitoring;

/// <summary>Which events the log has: alerts count them by number.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MonitoringJournalTests
{
    private readonly LogLines<MonitoringJournal> _log = new();
    private readonly MonitoringJournal _journal;

    public MonitoringJournalTests() => _journal = new MonitoringJournal(_log);

    [TestCase(null, MigrationStatus.Running, EventIds.MigrationAppeared)]
    [TestCase(null, MigrationStatus.Error, EventIds.MigrationAppeared, EventIds.MigrationNeedsAttention)]
    [TestCase(null, MigrationStatus.Cancelled, EventIds.MigrationAppeared, EventIds.MigrationEnded)]
    [TestCase(MigrationStatus.Queued, MigrationStatus.Running, EventIds.MigrationStatusChanged)]
    [TestCase(MigrationStatus.Running, MigrationStatus.Completed, EventIds.MigrationEnded)]
    [TestCase(MigrationStatus.Running, MigrationStatus.Error, EventIds.MigrationNeedsAttention)]
    public void StatusChanged_IsOneEventForEachThingThatHappened(MigrationStatus? before, MigrationStatus after, params int[] events)
    {
        _journal.StatusChanged(before, Given.Migration(after));

        Assert.That(_log.Ids, Is.EqualTo(events));
    }

    [TestCase(true, true, EventIds.DriverLost)]
    [TestCase(true, false, EventIds.DriverNotFound)]
    [TestCase(false, true, EventIds.TickFailed)]
    [TestCase(false, false, EventIds.TickFailed)]
    public void DriverLost_TellsALossFromAnAbsenceAndFromADefect(bool isOfDriver, bool wasSeen, int expected)
    {
        _journal.DriverLost(Failure(isOfDriver), wasSeen);

        Assert.That(_log.Ids, Is.EqualTo(new[] { expected }));
    }

    [TestCase(true, EventIds.JobUnreadable)]
    [TestCase(false, EventIds.ReadingFailed)]
    public void JobUnreadable_TellsTheHypervisorsFailureFromADefect(bool isOfDriver, int expected)
    {
        _journal.JobUnreadable(Given.Job(), Failure(isOfDriver));

        Assert.That(_log.Ids, Is.EqualTo(new[] { expected }));
    }

    private static Exception Failure(bool isOfDriver) =>
        isOfDriver ? new MigrationDriverException(DriverErrorKind.Unreachable, "no") : new InvalidOperationException("defect");
}
