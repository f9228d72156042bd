using Migrations.Drivers;
using Migrations.Monitoring;
using Migrations.Tests.Simulation;
using Moq;

namespace Migrations.Tests.Monitoring;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EndReaderTests
{
    private static readonly Migration Seventh = Given.Migration();
    private static readonly Migration Eighth = Given.Migration(id: 8) with { JobId = null };

    private readonly SimulatedClock _clock = new();
    private readonly Mock<IMigrationDriver> _driver = new();
    private readonly LogLines<MonitoringJournal> _log = new();
    private readonly EndReader _ends;

    public EndReaderTests() => _ends = new EndReader(_driver.Object, new MonitoringJournal(_log), _clock);

    [Test]
    public void End_IsAskedForByTheNameOfTheJob_AndKeptWhileItIsWanted()
    {
        Answer(new JobEnd(JobResult.Cancelled));

        Assert.That(Read(Seventh), Does.ContainKey(7L));
        Assert.That(Read(Seventh), Does.ContainKey(7L));
        Assert.That(Read(), Is.Empty);

        _driver.Verify(driver => driver.GetEndAsync(Given.ServerUuid, "job-1", It.IsAny<CancellationToken>()), Times.Once);
        Assert.That(Read(Seventh), Does.ContainKey(7L), "it was forgotten, and is asked for again");
        _driver.Verify(driver => driver.GetEndAsync(Given.ServerUuid, "job-1", It.IsAny<CancellationToken>()), Times.Exactly(2));
    }

    [Test]
    public void End_OfAMigrationWithoutAJobName_IsAskedForWithoutOne()
    {
        Answer(new JobEnd(JobResult.Unknown));

        Assert.That(Read(Eighth), Does.ContainKey(8L));

        _driver.Verify(driver => driver.GetEndAsync(Given.ServerUuid, "", It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public void Failure_IsTheReasonUntilAnEndIsRead()
    {
        Answer(new MigrationDriverException(DriverErrorKind.Failed, "broken"));
        Assert.That(Read(Seventh), Is.Empty);
        Assert.That(_ends.Unreadable, Is.EqualTo(new Dictionary<long, string> { [7] = "How it ended cannot be read: broken" }));

        Answer(new JobEnd(JobResult.Cancelled));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(Read(Seventh), Does.ContainKey(7L));

        Assert.That(_ends.Unreadable, Is.Empty);
        Assert.That(_log.Ids, Is.EqualTo(new[] { EventIds.SampleMissed, EventIds.EndReadable }));
    }

    [Test]
    public void Failure_OfAMigrationThatIsNoLongerOver_IsForgotten()
    {
        Answer(new MigrationDriverException(DriverErrorKind.Failed, "broken"));
        Read(Seventh, Eighth);

        Read(Eighth);

        Assert.That(_ends.Unreadable.Keys, Is.EqualTo(new[] { 8 }));
    }

    [Test]
    public void Failure_IsPausedFor_UntilItsTimeIsUp()
    {
        Answer(new MigrationDriverException(DriverErrorKind.Failed, "broken"));
        Read(Seventh);

        _clock.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1));
        Read(Seventh);
        VerifyAsked(Times.Once());

        _clock.Advance(TimeSpan.FromTicks(1));
        Read(Seventh);
        VerifyAsked(Times.Exactly(2));
    }

    [Test]
    public void Reading_ThatWasGivenUp_SaysSo()
    {
        _driver.Setup(driver => driver.GetEndAsync(It.IsAny<Guid>(), It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .Returns(Task.FromCanceled<JobEnd>(new CancellationToken(canceled: true)));

        Read(Seventh);

        Assert.That(_ends.Unreadable[7], Is.EqualTo("How it ended cannot be read: It was given up."));
    }

    private IReadOnlyDictionary<long, JobEnd> Read(params Migration[] over)
    {
        _ends.Start(over, CancellationToken.None);
        return _ends.Take(over);
    }

    private void Answer(JobEnd end) => _driver
        .Setup(driver => driver.GetEndAsync(It.IsAny<Guid>(), It.IsAny<string>(), It.IsAny<CancellationToken>())).ReturnsAsync(end);

    private void Answer(Exception failure) => _driver
        .Setup(driver => driver.GetEndAsync(It.IsAny<Guid>(), It.IsAny<string>(), It.IsAny<CancellationToken>())).ThrowsAsync(failure);

    private void VerifyAsked(Times times) => _driver.Verify(
        driver => driver.GetEndAsync(It.IsAny<Guid>(), It.IsAny<string>(), It.IsAny<CancellationToken>()), times);
}
