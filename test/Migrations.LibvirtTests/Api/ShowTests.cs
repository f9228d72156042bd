using Migrations.LibvirtTests.Nodes;

namespace Migrations.LibvirtTests.Api;

internal sealed class ShowTests : ApiTest
{
    [Test]
    public async Task List_MigrationStartedByVirsh_ShowsWhoseItIsAndWhereFrom()
    {
        using var guest = Guest.Start();
        guest.Migrate();

        var migration = await Service.UntilListedAsync(guest);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)migration["server_uuid"], Is.EqualTo(guest.Uuid.ToString()));
            Assert.That((string?)migration["source_compute"], Is.EqualTo(TwoNodes.Source.Shell("hostname").Trim()));
            Assert.That((string?)migration["dest_compute"], Is.Null);
            Assert.That((string?)migration["user_id"], Is.EqualTo($"user-{guest.Name}"));
            Assert.That((string?)migration["project_id"], Is.EqualTo($"project-{guest.Name}"));
        }
    }

    [TestCase("memory", 1, false)]
    [TestCase("disk", 4, true)]
    public async Task List_Copying_MovesBetweenVirshsCounters(string what, int speed, bool withDisk)
    {
        using var guest = Guest.Start(withDisk);
        guest.Migrate(speed, withDisk ? ["--copy-storage-all"] : []);
        await Eventually.IsTrueAsync("virsh counts", () => Virsh(guest, what).Processed > 0);

        var before = Virsh(guest, what);
        var shown = await Eventually.SeesAsync("as many", () => CountersAsync(guest, what), shown => shown.Processed >= before.Processed);
        var after = Virsh(guest, what);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(shown.Total, Is.EqualTo(before.Total));
            Assert.That(shown.Processed, Is.InRange(before.Processed, after.Processed));
            Assert.That(shown.Remaining, Is.InRange(after.Remaining, before.Remaining));
        }

        await Eventually.SeesAsync("it moves", () => CountersAsync(guest, what), later => later.Processed > shown.Processed);
    }

    private async Task<(long Total, long Processed, long Remaining)> CountersAsync(Guest guest, string what)
    {
        var listed = await Service.ListAsync(guest);
        return listed is [{ } migration] && migration[$"{what}_total_bytes"] is not null
            ? (ServiceClient.Number(migration, $"{what}_total_bytes"),
                ServiceClient.Number(migration, $"{what}_processed_bytes"),
                ServiceClient.Number(migration, $"{what}_remaining_bytes"))
            : default;
    }

    private static (long Total, long Processed, long Remaining) Virsh(Guest guest, string what)
    {
        var stats = TwoNodes.Source.JobStats(guest);
        return (stats.GetValueOrDefault($"{what}_total"),
            stats.GetValueOrDefault($"{what}_processed"), stats.GetValueOrDefault($"{what}_remaining"));
    }
}
