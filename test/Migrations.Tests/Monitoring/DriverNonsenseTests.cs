using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Migrations.Api.ServerMigrations;
using Migrations.Drivers;
using Migrations.Endings;
using Migrations.Live;
using Migrations.Monitoring;
using Migrations.Operations;
using Migrations.Tests.Storage;
using Moq;

namespace Migrations.Tests.Monitoring;

/// <summary>A driver that says what cannot be, while the wall clock jumps: no pass fails, and what is shown is what is stored.</summary>
[Category(Fuzz.Category)]
public sealed class DriverNonsenseTests
{
    private static readonly Guid[] Servers = [.. Enumerable.Range(1, 3).Select(number => new Guid(number, 0, 0, new byte[8]))];

    private static readonly Gen<long?> Number = Gen.OneOf(
        Gen.Const(0L), Gen.Const(-1L), Gen.Const(long.MaxValue), Gen.Const(long.MinValue), Gen.Long, Gen.Long[0, 1000]).Nullable();

    /// <summary>Whole microseconds: no driver has finer ones, and none are stored.</summary>
    private static readonly Gen<TimeSpan?> Time = Gen.OneOf(Gen.Const(long.MinValue), Gen.Const(long.MaxValue), Gen.Long[0, 10_000])
        .Select(ticks => new TimeSpan(ticks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond)).Nullable();

    private static readonly Gen<Transfer> Counters =
        Gen.Select(Number, Number, Number).Select(three => new Transfer(three.Item1, three.Item2, three.Item3));

    private static readonly Gen<JobStats> Stats =
        from phase in Gen.Enum<JobPhase>()
        from copied in Gen.Select(Counters, Counters)
        from rates in Gen.Select(Number, Number, Number, Number)
        from times in Gen.Select(Time, Time, Time)
        select new JobStats(phase)
        {
            Memory = copied.Item1,
            Disk = copied.Item2,
            MemoryBytesPerSecond = rates.Item1,
            DirtyPagesPerSecond = rates.Item2,
            PageSizeBytes = rates.Item3,
            ServerMemoryBytes = rates.Item4,
            Elapsed = times.Item1,
            Downtime = times.Item2,
            SetupTime = times.Item3,
        };

    private static readonly Gen<JobEnd> Ends =
        Gen.Select(Gen.Enum<JobResult>(), Gen.String.Null(), Stats.Null(), (result, reason, stats) => new JobEnd(result, reason, stats));

    private static readonly Gen<MigrationDriverException> Failure =
        Gen.Enum<DriverErrorKind>().Select(kind => new MigrationDriverException(kind, "no"));

    /// <summary>One pass: what the driver lists, reads and says of ends, each of which may fail, and how far the clock has jumped.</summary>
    private static readonly Gen<Round> Rounds =
        from servers in Gen.OneOf(Servers).Array[0, 4]
        from jobs in Gen.Select(Gen.OneOf("a", "b", ""), Gen.OneOf(Servers), Gen.Enum<JobPhase>()).Array[0, 4]
        from stats in Gen.Select(Stats, Failure.Null())
        from end in Gen.Select(Ends, Failure.Null())
        from listing in Gen.Frequency((6, Gen.Const((MigrationDriverException?)null)), (1, Failure!))
        from jump in Gen.Int[-4000, 4000]
        select new Round(
            servers, [.. jobs.Select(job => new MigrationJob(job.Item1, job.Item2, job.Item3))],
            stats.Item1, stats.Item2, end.Item1, end.Item2, listing, TimeSpan.FromDays(jump));

    [Test]
    public Task Passes_OverWhateverTheDriverSays_NeverFailAndShowWhatIsStored() =>
        Rounds.Array[1, 8].SampleAsync(async rounds =>
        {
            using var database = new TemporaryDatabase();
            using var live = new LiveMigrations(database.Migrations);
            using var telemetry = new MigrationsTelemetry();
            var (driver, clock, log) = (new Mock<IMigrationDriver>(), new FakeTimeProvider(Given.Now), new LogLines<MonitoringJournal>());
            driver.Setup(port => port.Capabilities).Returns(new DriverCapabilities("test"));
            var pass = new SamplingPass(live, database.Migrations, database.Commands, driver.Object, new DriverHealth(),
                new DepartedServers(database.Migrations), Given.Judge, telemetry, new MonitoringJournal(log), clock);
            foreach (var round in rounds)
            {
                clock.AdjustTime(Given.Now + round.Jump);
                clock.Advance(TimeSpan.FromMinutes(2));
                round.SetUp(driver);
                await pass.RunAsync(TimeSpan.FromSeconds(1), CancellationToken.None);
                AssertConsistent(live.Current, database.Migrations.Load());
            }
            Assert.That(log.Ids, Has.None.EqualTo(EventIds.TickFailed).And.None.EqualTo(EventIds.ReadingFailed));
        }, iter: Fuzz.Times(25), threads: 1);

    private static void AssertConsistent(LiveSnapshot shown, StoredMigrations stored)
    {
        var records = shown.Migrations.Select(live => live.Record).OrderBy(record => record.Id).ToList();
        Assert.That(records, Is.EqualTo(stored.Unfinished));
        Assert.That(records.Select(record => record.Progress.Percent), Has.All.InRange(0, 100));
        Assert.That(records.Select(record => (record.ServerUuid, record.JobId)), Is.Unique);
        foreach (var live in shown.Migrations)
            Assert.That(() => JsonSerializer.SerializeToUtf8Bytes(
                new ProgressShowBody(new ProgressBody(live, null, ForceCompleteOutlook.Of(live, Given.Server(), new DriverCapabilities("test")),
                    EndingOutlook.Of(live, new EndingOptions()), [])),
                ProgressJson.Default.ProgressShowBody), Throws.Nothing);
    }

    private sealed record Round(
        Guid[] Servers, MigrationJob[] Jobs, JobStats Stats, MigrationDriverException? StatsFailure,
        JobEnd End, MigrationDriverException? EndFailure, MigrationDriverException? ListingFailure, TimeSpan Jump)
    {
        public void SetUp(Mock<IMigrationDriver> driver)
        {
            var servers = Servers.Select(uuid => Given.Server() with { Uuid = uuid }).ToList();
            driver.Setup(port => port.ListServersAsync(It.IsAny<CancellationToken>())).ReturnsAsync(servers);
            driver.Setup(port => port.ListJobsAsync(It.IsAny<CancellationToken>())).Returns(() => Answer<IReadOnlyList<MigrationJob>>(Jobs, ListingFailure));
            driver.Setup(port => port.GetStatsAsync(It.IsAny<MigrationJob>(), It.IsAny<CancellationToken>())).Returns(() => Answer(Stats, StatsFailure));
            driver.Setup(port => port.GetEndAsync(It.IsAny<Guid>(), It.IsAny<string>(), It.IsAny<CancellationToken>())).Returns(() => Answer(End, EndFailure));
        }

        private static Task<T> Answer<T>(T answer, Exception? failure) =>
            failure is null ? Task.FromResult(answer) : Task.FromException<T>(failure);
    }
}
