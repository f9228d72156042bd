using Microsoft.Extensions.Options;
using Migrations.Convergence;
using Migrations.Drivers;
using Migrations.Live;
using Moq;

namespace Migrations.Tests;

/// <summary>Things to start a test from.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Now = new(2026, 1, 29, 13, 42, 3, TimeSpan.Zero);
    public static readonly Guid ServerUuid = new("5f5a1e00-0000-4000-8000-000000000001");

    public static Requester Requester { get; } = new("alice", "project", "req-1");

    /// <summary>A judge with the default options.</summary>
    public static ConvergenceJudge Judge { get; } = new(Options.Create(new ConvergenceOptions()));

    public static Server Server(ServerState state = ServerState.Active, string? task = ServerStates.Migrating) => new()
    {
        Uuid = ServerUuid,
        Name = "web-1",
        State = state,
        TaskState = task,
        Host = "compute-1",
        UserId = "user",
        ProjectId = "project",
    };

    public static Migration Migration(MigrationStatus status = MigrationStatus.Running, long id = 7) => new()
    {
        Id = id,
        Uuid = new Guid("12341d4b-346a-40d0-83c6-000000000007"),
        ServerUuid = ServerUuid,
        Status = status,
        JobId = "job-1",
        CreatedAt = Now.AddMinutes(-1),
    };

    public static LiveMigration Live(
        MigrationStatus status = MigrationStatus.Running, JobStats? stats = null, long? lookedAt = null) =>
        new(Migration(status), stats, LookedAt: lookedAt);

    public static MigrationJob Job(JobPhase phase = JobPhase.PreCopy, string id = "job-1") => new(id, ServerUuid, phase);

    public static MigrationCommand Command(CommandKind kind, DateTimeOffset? startedAt = null) => new()
    {
        Id = 3,
        MigrationId = 7,
        ServerUuid = ServerUuid,
        Kind = kind,
        RequestedBy = new Requester("alice", "project", "req-1"),
        RequestedAt = Now.AddSeconds(-2),
        StartedAt = startedAt,
    };

    /// <summary>A snapshot with the server and these migrations, published by a store that remembers them.</summary>
    public static LiveMigrations Published(Mock<IMigrationStore> store, Server server, params Migration[] migrations)
    {
        store.Setup(port => port.Load()).Returns(new StoredMigrations([server], migrations));
        var next = 100L;
        store.Setup(port => port.CommitAsync(
                It.IsAny<IReadOnlyList<MigrationChange>>(), It.IsAny<IReadOnlyList<Server>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((IReadOnlyList<MigrationChange> changes, IReadOnlyList<Server> _, CancellationToken _) =>
                [.. changes.Select(change => change.Migration).Where(migration => migration.Id == 0).Select(migration => migration with { Id = next++ })]);
        var live = new LiveMigrations(store.Object);
        live.Load();
        return live;
    }
}
