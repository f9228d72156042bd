using Migrations.Live;
using Moq;

namespace Migrations.Tests.Live;

[NonParallelizable]
public sealed class MigrationGaugesTests
{
    private static readonly string Labels = $"migration=7 server={Given.ServerUuid}";

    [Test]
    public async Task Gauges_OfAMigrationInProgress_AreOfItsLastReading()
    {
        var migration = Given.Migration() with
        {
            Progress = MigrationProgress.None.Advance(new Transfer(1000, 400, 600), new Transfer(100, 0, 100), null, null),
        };
        var numbers = new JobNumbers { MemoryBytesPerSecond = 50, DiskBytesPerSecond = 7, DirtyBytesPerSecond = 12288 };

        var metrics = await MeasureAsync(migration, numbers);

        Assert.Multiple(() =>
        {
            Assert.That(metrics["migrations.remaining"], Is.EqualTo(new[] { $"{Labels} 700" }));
            Assert.That(metrics["migrations.progress.ratio"], Is.EqualTo(new[] { $"{Labels} 0.36" }));
            Assert.That(metrics["migrations.rate"], Is.EqualTo(new[] { $"{Labels} 57" }));
            Assert.That(metrics["migrations.dirty_rate"], Is.EqualTo(new[] { $"{Labels} 12288" }));
            Assert.That(metrics["migrations.in_progress"], Does.Contain("status=running 1").And.Contain("status=queued 0"));
            Assert.That(metrics["migrations.judged"], Does.Contain("verdict=unknown 1").And.Contain("verdict=stalled 0"));
        });
    }

    [Test]
    public async Task Gauges_OfWhatIsNotReported_AreAbsent()
    {
        var metrics = await MeasureAsync(Given.Migration(MigrationStatus.Queued), JobNumbers.None);

        Assert.Multiple(() =>
        {
            Assert.That(metrics["migrations.remaining"], Is.Empty);
            Assert.That(metrics["migrations.rate"], Is.Empty);
            Assert.That(metrics["migrations.dirty_rate"], Is.Empty);
        });
    }

    private static async Task<Dictionary<string, IReadOnlyList<string>>> MeasureAsync(Migration migration, JobNumbers numbers)
    {
        using var live = Given.Published(new Mock<IMigrationStore>(), Given.Server(), migration);
        await live.UpdateAsync(_ => new LiveChanges { Migrations = [new LiveMigration(migration) { Numbers = numbers }] }, default);
        using var gauges = new MigrationGauges(live);
        using var metrics = new MeasuredMetrics();
        return new[] { "in_progress", "judged", "progress.ratio", "remaining", "rate", "dirty_rate" }
            .Select(name => $"migrations.{name}").ToDictionary(name => name, metrics.Of);
    }
}
