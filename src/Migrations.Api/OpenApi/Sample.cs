namespace Migrations.Api.OpenApi;

/// <summary>The server and the migrations of the examples.</summary>
internal static class Sample
{
    public const string Root = "http://127.0.0.1:8774";
    public const string UserId = "f1a2b3c4d5e6f708192a3b4c5d6e7f80";
    public const string ProjectId = "6f70656e737461636b20342065766572";
    public const string MigrationId = "41";
    private const long GiB = 1L << 30;

    /// <summary>A request for a page of two migrations.</summary>
    public static HttpRequest Request => new DefaultHttpContext
    {
        Request = { Scheme = "http", Host = new HostString("127.0.0.1", 8774), QueryString = new QueryString("?limit=2") },
    }.Request;

    public static string ServerId { get; } = "4cfba335-03d8-49b2-8c52-e69043d1e8fe";

    public static Server Server { get; } = new()
    {
        Uuid = Guid.Parse(ServerId),
        Name = "database-1",
        State = ServerState.Active,
        TaskState = ServerStates.Migrating,
        Host = "compute-1",
        UserId = UserId,
        ProjectId = ProjectId,
    };

    public static Migration Running { get; } = new()
    {
        Id = 42,
        Uuid = Guid.Parse("12341d4b-346a-40d0-83c6-5f4f6892b650"),
        ServerUuid = Server.Uuid,
        Status = MigrationStatus.Running,
        SourceCompute = "compute-1",
        SourceNode = "node-1",
        DestCompute = "compute-2",
        DestNode = "node-2",
        DestHost = "192.0.2.2",
        Progress = new MigrationProgress
        {
            Memory = new Transfer(8 * GiB, 5 * GiB, 3 * GiB),
            Disk = new Transfer(0, 0, 0),
            Percent = 62,
        },
        UserId = UserId,
        ProjectId = ProjectId,
        CreatedAt = new DateTimeOffset(2026, 1, 29, 13, 42, 2, TimeSpan.Zero),
        UpdatedAt = new DateTimeOffset(2026, 1, 29, 13, 42, 43, TimeSpan.Zero),
    };

    public static Migration Completed { get; } = Running with
    {
        Id = 41,
        Uuid = Guid.Parse("59ad5f5d-8f5c-4b4f-8f0c-6f0e3c7c2d11"),
        Status = MigrationStatus.Completed,
        CreatedAt = new DateTimeOffset(2026, 1, 28, 9, 15, 30, TimeSpan.Zero),
        UpdatedAt = new DateTimeOffset(2026, 1, 28, 9, 16, 12, TimeSpan.Zero),
    };

    public static ServerAction Action { get; } = new()
    {
        ServerUuid = Server.Uuid,
        Name = "live_migration_cancel",
        RequestId = "req-8b1e7b2c-6a0d-4c57-9d1f-0c6a7d1f5b3e",
        UserId = UserId,
        ProjectId = ProjectId,
        StartedAt = new DateTimeOffset(2026, 1, 29, 13, 42, 43, TimeSpan.Zero),
        UpdatedAt = new DateTimeOffset(2026, 1, 29, 13, 42, 44, TimeSpan.Zero),
    };

    public static ActionEvent ActionEvent { get; } = new()
    {
        Name = "compute_live_migration_abort",
        StartedAt = Action.StartedAt,
        EndedAt = Action.UpdatedAt,
        Result = ActionEvent.Success,
        Host = Server.Host,
    };
}
