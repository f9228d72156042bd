using System.Diagnostics.Metrics;
using Migrations.Live;
using Moq;

namespace Migrations.Tests.Live;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MigrationsTelemetryTests : IDisposable
{
    private readonly LiveMigrations _live = new(Mock.Of<IMigrationStore>());
    private readonly MigrationsTelemetry _telemetry;
    private readonly MeterListener _listener = new();
    private readonly List<double> _downtimes = [];

    public MigrationsTelemetryTests()
    {
        _telemetry = new MigrationsTelemetry(_live);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "migrations.downtime")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((_, value, _, _) => _downtimes.Add(value));
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _telemetry.Dispose();
        _live.Dispose();
    }

    [Test]
    public void MigrationEnded_WithADowntime_RecordsItInSeconds()
    {
        var progress = MigrationProgress.None with { Downtime = TimeSpan.FromMilliseconds(250) };

        _telemetry.MigrationEnded(Given.Migration(MigrationStatus.Completed) with { Progress = progress });

        Assert.That(_downtimes, Is.EqualTo([0.25]));
    }

    [Test]
    public void MigrationEnded_WithoutADowntime_RecordsNone()
    {
        _telemetry.MigrationEnded(Given.Migration(MigrationStatus.Cancelled));

        Assert.That(_downtimes, Is.Empty);
    }
}
