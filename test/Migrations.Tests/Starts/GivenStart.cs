using Migrations.Live;
using Moq;

namespace Migrations.Tests.Starts;

/// <summary>Starts to begin a test from.</summary>
internal static class GivenStart
{
    public static Guid ServerOf(int index) => new(index + 1, 0, 0, new byte[8]);

    public static MigrationStart Start() => new()
    {
        Order = new StartOrder(Guid.Empty, Guid.Empty, null, IsForced: false, DiskCopy.Auto),
        RequestedBy = Given.Requester,
        RequestedAt = Given.Now,
        IsAwaited = false,
    };

    /// <summary>A snapshot with a migration for each start, of ids from 1, each of a server of its own.</summary>
    public static LiveMigrations Published(Mock<IMigrationStore> store, params MigrationStart[] starts)
    {
        var migrations = starts.Select((start, index) => Given.Migration(StatusOf(start), index + 1) with
        {
            Uuid = Guid.NewGuid(),
            ServerUuid = ServerOf(index),
            JobId = null,
            DestCompute = start.CheckedAt is null ? null : "compute-2",
        }).ToList();
        var live = Given.Published(store, Given.Server());
        store.Setup(port => port.Load()).Returns(new StoredMigrations(
            [.. migrations.Select(migration => Given.Server() with { Uuid = migration.ServerUuid })], migrations)
        {
            Starts = migrations.Zip(starts).ToDictionary(pair => pair.First.Id, pair => pair.Second with
            {
                Order = pair.Second.Order with { ServerUuid = pair.First.ServerUuid, MigrationUuid = pair.First.Uuid },
            }),
        });
        live.Load();
        return live;
    }

    private static MigrationStatus StatusOf(MigrationStart start) => start switch
    {
        { CalledAt: not null } => MigrationStatus.Preparing,
        { CheckedAt: not null } => MigrationStatus.Queued,
        _ => MigrationStatus.Accepted,
    };
}
