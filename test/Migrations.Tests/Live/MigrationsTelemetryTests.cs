using Migrations.Live;

namespace Migrations.Tests.Live;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[NonParallelizable]
public sealed class MigrationsTelemetryTests : IDisposable
{
    private readonly MigrationsTelemetry _telemetry = new();
    private readonly MeasuredMetrics _metrics = new();

    public void Dispose()
    {
        _metrics.Dispose();
        _telemetry.Dispose();
    }

    [Test]
    public void MigrationEnded_WithADowntime_RecordsItInSeconds()
    {
        var progress = MigrationProgress.None with { Downtime = TimeSpan.FromMilliseconds(250) };

        _telemetry.MigrationEnded(Given.Migration(MigrationStatus.Completed) with { Progress = progress }, inPostCopy: false);

        Assert.That(_metrics.Of("migrations.downtime"), Is.EqualTo(new[] { " 0.25" }));
    }

    [Test]
    public void MigrationEnded_WithoutADowntime_RecordsNone()
    {
        _telemetry.MigrationEnded(Given.Migration(MigrationStatus.Cancelled), inPostCopy: false);

        Assert.That(_metrics.Of("migrations.downtime"), Is.Empty);
    }

    [Test]
    public void MigrationEnded_RecordsHowLongItTook()
    {
        var ended = Given.Migration(MigrationStatus.Failed);

        _telemetry.MigrationEnded(ended with { EndedAt = ended.CreatedAt + TimeSpan.FromSeconds(90) }, inPostCopy: false);

        Assert.That(_metrics.Of("migrations.duration"), Is.EqualTo(new[] { "status=failed 90" }));
    }

    [Test]
    public void Ended_CountsEveryResult_FromZero()
    {
        _telemetry.MigrationEnded(Given.Migration(MigrationStatus.Completed), inPostCopy: true);

        Assert.That(_metrics.Of("migrations.ended"),
            Is.EqualTo(new[] { "status=completed 1", "status=failed 0", "status=error 0", "status=cancelled 0" }));
    }

    [TestCase(MigrationStatus.Error, true, 1)]
    [TestCase(MigrationStatus.Error, false, 0)]
    [TestCase(MigrationStatus.Completed, true, 0)]
    public void PostCopyBroken_CountsErrorsInPostCopyOnly(MigrationStatus status, bool inPostCopy, int count)
    {
        _telemetry.MigrationEnded(Given.Migration(status), inPostCopy);

        Assert.That(_metrics.Of("migrations.post_copy.broken"), Is.EqualTo(new[] { $" {count}" }));
    }

    [Test]
    public void CommandsSettled_CountsEveryOutcome_FromZero()
    {
        _telemetry.CommandSettled(CommandKind.Abort, CommandOutcome.TooLate);

        Assert.That(_metrics.Of("migrations.commands.settled"), Has.Count.EqualTo(8)
            .And.Some.EqualTo("command=abort outcome=too_late 1").And.Some.EqualTo("command=force_complete outcome=done 0"));
    }

    [Test]
    public void Stalls_AreCounted_FromZero()
    {
        Assert.That(_metrics.Of("migrations.stalls"), Is.EqualTo(new[] { " 0" }));
    }

    [TestCase(-1, "0")]
    [TestCase(250, "0.25")]
    public void Sampled_BeforeItsTime_IsNotLate(int milliseconds, string lateness)
    {
        _telemetry.Sampled(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(milliseconds));

        Assert.That(_metrics.Of("migrations.sample.duration"), Is.EqualTo(new[] { " 0.005" }));
        Assert.That(_metrics.Of("migrations.sample.lateness"), Is.EqualTo(new[] { $" {lateness}" }));
    }
}
