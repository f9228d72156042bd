using Migrations.Drivers;
using Migrations.LibvirtTests.Nodes;

namespace Migrations.LibvirtTests.Driver;

internal sealed class JobTests : DriverTest
{
    [Test]
    public async Task ListJobs_MigrationStartedByOthers_HasItWithItsSource()
    {
        using var guest = Guest.Start();
        guest.Migrate();

        var job = await JobOfAsync(guest, JobPhase.PreCopy);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(job.Id, Is.EqualTo(guest.Uuid.ToString()));
            Assert.That(job.SourceCompute, Is.EqualTo(TwoNodes.Source.Shell("hostname").Trim()));
            Assert.That(job.SourceNode, Is.EqualTo(job.SourceCompute));
            Assert.That((job.DestCompute, job.DestNode, job.DestHost), Is.EqualTo(default((string?, string?, string?))));
        }
    }

    [Test]
    public async Task ListJobs_MigrationThatArrives_IsEmpty()
    {
        using var guest = Guest.Start();
        guest.Migrate();
        await JobOfAsync(guest, JobPhase.PreCopy);

        await using var destination = New(options => options.Uri = TwoNodes.Destination.Uri);

        Assert.That(guest.StateAt(TwoNodes.Destination), Is.EqualTo("paused"));
        Assert.That(await destination.ListJobsAsync(default), Is.Empty);
    }

    [Test]
    public async Task Host_Configured_NamesTheSource()
    {
        using var guest = Guest.Start();
        guest.Migrate();
        await JobOfAsync(guest);

        await using var driver = New(options => (options.Uri, options.Host) = (TwoNodes.Source.Uri, "compute-7"));

        Assert.That((await driver.ListJobsAsync(default)).Single().SourceCompute, Is.EqualTo("compute-7"));
    }

    [Test]
    public async Task GetStats_MemoryCopy_IsWhatVirshSays()
    {
        using var guest = Guest.Start();
        guest.Migrate(mebibytesPerSecond: 1);
        var job = await JobOfAsync(guest, JobPhase.PreCopy);

        var before = TwoNodes.Source.JobStats(guest);
        var stats = await Driver.GetStatsAsync(job, default);
        var after = TwoNodes.Source.JobStats(guest);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(stats.Memory.TotalBytes, Is.EqualTo(before["memory_total"]));
            Assert.That(stats.Memory.ProcessedBytes, Is.InRange(before["memory_processed"], after["memory_processed"]));
            Assert.That(stats.Memory.RemainingBytes, Is.InRange(after["memory_remaining"], before["memory_remaining"]));
            Assert.That(stats.Elapsed?.TotalMilliseconds, Is.InRange(before["time_elapsed"], after["time_elapsed"]));
            Assert.That(stats.Disk.TotalBytes, Is.Zero);
            Assert.That(stats.PageSizeBytes, Is.EqualTo(4096));
            Assert.That(stats.Iteration, Is.EqualTo(1));
            Assert.That(stats.ExpectedDowntime?.TotalMilliseconds, Is.EqualTo(before["downtime"]));
            Assert.That(stats.SetupTime?.TotalMilliseconds, Is.EqualTo(before["setup_time"]));
            Assert.That(stats.PostCopyRequests, Is.Zero);
            Assert.That(stats.ThrottlePercent, Is.Null);
            Assert.That(stats.Downtime, Is.Null);
        }
    }

    [Test]
    public async Task GetStats_StorageCopy_CountsDisks()
    {
        using var guest = Guest.Start(withDisk: true);
        guest.Migrate(mebibytesPerSecond: 8, "--copy-storage-all");
        var job = await JobOfAsync(guest, JobPhase.Storage);

        var before = TwoNodes.Source.JobStats(guest);
        var stats = await Driver.GetStatsAsync(job, default);
        var after = TwoNodes.Source.JobStats(guest);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(stats.Disk.TotalBytes, Is.EqualTo(64 << 20));
            Assert.That(stats.Disk.ProcessedBytes, Is.InRange(before["disk_processed"], after["disk_processed"]));
            Assert.That(stats.Disk.RemainingBytes, Is.InRange(after["disk_remaining"], before["disk_remaining"]));
            Assert.That(stats.Memory.TotalBytes, Is.Zero);
        }
    }
}
