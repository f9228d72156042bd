namespace Migrations.Storage.Rows;

/// <summary>A row of <c>migrations</c>, as far as lists show it.</summary>
internal record MigrationSummaryRow
{
    /// <summary>The columns of a row, to select.</summary>
    public const string SummaryColumns =
        """
        id, uuid, server_uuid, status, source_compute, source_node, dest_compute, dest_node, dest_host,
        user_id, project_id, created_at, updated_at
        """;

    /// <summary>Where to select it from: migrations with what was last counted of them.</summary>
    /// <remarks>Not a view: with one in the schema, SQLite's <c>integrity_check</c> may not report pages that nothing uses.</remarks>
    public const string Source =
        """
        (SELECT
          id, uuid, server_uuid, status, source_compute, source_node, dest_compute, dest_node, dest_host,
          user_id, project_id, created_at, ended_at, reason, job_id,
          memory_total_bytes, disk_total_bytes, setup_time, downtime, end_reason, elapsed,
          memory_bytes_per_second, disk_bytes_per_second, dirty_bytes_per_second, iteration, post_copy_requests, throttle_percent,
          iif(migration_id IS NULL, migrations.memory_processed_bytes, progress.memory_processed_bytes) AS memory_processed_bytes,
          iif(migration_id IS NULL, migrations.memory_remaining_bytes, progress.memory_remaining_bytes) AS memory_remaining_bytes,
          iif(migration_id IS NULL, migrations.disk_processed_bytes, progress.disk_processed_bytes) AS disk_processed_bytes,
          iif(migration_id IS NULL, migrations.disk_remaining_bytes, progress.disk_remaining_bytes) AS disk_remaining_bytes,
          iif(migration_id IS NULL, migrations.percent, progress.percent) AS percent,
          iif(migration_id IS NULL, migrations.updated_at, progress.updated_at) AS updated_at,
          iif(migration_id IS NULL, changed_at, coalesce(progress.updated_at, created_at)) AS changed_at,
          iif(migration_id IS NULL, lifetime, coalesce(progress.updated_at, created_at) - created_at) AS lifetime
        FROM migrations LEFT JOIN progress ON migration_id = id)
        """;

    public required long Id { get; init; }
    public required string Uuid { get; init; }
    public required string ServerUuid { get; init; }
    public required string Status { get; init; }
    public string? SourceCompute { get; init; }
    public string? SourceNode { get; init; }
    public string? DestCompute { get; init; }
    public string? DestNode { get; init; }
    public string? DestHost { get; init; }
    public string? UserId { get; init; }
    public string? ProjectId { get; init; }
    public required long CreatedAt { get; init; }
    public long? UpdatedAt { get; init; }

    public MigrationSummary ToSummary() => new()
    {
        Id = Id,
        Uuid = Guid.Parse(Uuid),
        ServerUuid = Guid.Parse(ServerUuid),
        Status = MigrationStatuses.FromWireName(Status)!.Value,
        SourceCompute = SourceCompute,
        SourceNode = SourceNode,
        DestCompute = DestCompute,
        DestNode = DestNode,
        DestHost = DestHost,
        UserId = UserId,
        ProjectId = ProjectId,
        CreatedAt = UnixMicroseconds.ToTime(CreatedAt),
        UpdatedAt = UnixMicroseconds.ToTime(UpdatedAt),
    };
}

/// <summary>A row of <c>migrations</c>.</summary>
internal sealed record MigrationRow : MigrationSummaryRow
{
    /// <summary>The columns of a row, to select.</summary>
    public const string Columns =
        $"""
        {SummaryColumns},
        memory_total_bytes, memory_processed_bytes, memory_remaining_bytes,
        disk_total_bytes, disk_processed_bytes, disk_remaining_bytes, percent, setup_time, downtime,
        ended_at, reason, job_id, end_reason, elapsed, memory_bytes_per_second, disk_bytes_per_second, dirty_bytes_per_second,
        iteration, post_copy_requests, throttle_percent
        """;

    public long? MemoryTotalBytes { get; init; }
    public long? MemoryProcessedBytes { get; init; }
    public long? MemoryRemainingBytes { get; init; }
    public long? DiskTotalBytes { get; init; }
    public long? DiskProcessedBytes { get; init; }
    public long? DiskRemainingBytes { get; init; }
    public required int Percent { get; init; }
    public long? SetupTime { get; init; }
    public long? Downtime { get; init; }
    public long? EndedAt { get; init; }
    public string? Reason { get; init; }
    public string? JobId { get; init; }
    public string? EndReason { get; init; }
    public long? Elapsed { get; init; }
    public long? MemoryBytesPerSecond { get; init; }
    public long? DiskBytesPerSecond { get; init; }
    public long? DirtyBytesPerSecond { get; init; }
    public long? Iteration { get; init; }
    public long? PostCopyRequests { get; init; }
    public int? ThrottlePercent { get; init; }
}

/// <summary>Between a migration and its row.</summary>
internal static class MigrationMapping
{
    public static MigrationRow ToRow(this Migration migration) => new()
    {
        Id = migration.Id,
        Uuid = migration.Uuid.ToString(),
        ServerUuid = migration.ServerUuid.ToString(),
        Status = migration.Status.WireName,
        SourceCompute = migration.SourceCompute,
        SourceNode = migration.SourceNode,
        DestCompute = migration.DestCompute,
        DestNode = migration.DestNode,
        DestHost = migration.DestHost,
        MemoryTotalBytes = migration.Progress.Memory.TotalBytes,
        MemoryProcessedBytes = migration.Progress.Memory.ProcessedBytes,
        MemoryRemainingBytes = migration.Progress.Memory.RemainingBytes,
        DiskTotalBytes = migration.Progress.Disk.TotalBytes,
        DiskProcessedBytes = migration.Progress.Disk.ProcessedBytes,
        DiskRemainingBytes = migration.Progress.Disk.RemainingBytes,
        Percent = migration.Progress.Percent,
        SetupTime = UnixMicroseconds.From(migration.Progress.SetupTime),
        Downtime = UnixMicroseconds.From(migration.Progress.Downtime),
        UserId = migration.UserId,
        ProjectId = migration.ProjectId,
        CreatedAt = UnixMicroseconds.From(migration.CreatedAt),
        UpdatedAt = UnixMicroseconds.From(migration.UpdatedAt),
        EndedAt = UnixMicroseconds.From(migration.EndedAt),
        Reason = migration.Reason,
        JobId = migration.JobId,
        EndReason = migration.EndReason?.WireName,
        Elapsed = UnixMicroseconds.From(migration.Numbers?.Elapsed),
        MemoryBytesPerSecond = migration.Numbers?.MemoryBytesPerSecond,
        DiskBytesPerSecond = migration.Numbers?.DiskBytesPerSecond,
        DirtyBytesPerSecond = migration.Numbers?.DirtyBytesPerSecond,
        Iteration = migration.Numbers?.Iteration,
        PostCopyRequests = migration.Numbers?.PostCopyRequests,
        ThrottlePercent = migration.Numbers?.ThrottlePercent,
    };

    public static Migration ToMigration(this MigrationRow row) => new()
    {
        Id = row.Id,
        Uuid = Guid.Parse(row.Uuid),
        ServerUuid = Guid.Parse(row.ServerUuid),
        Status = MigrationStatuses.FromWireName(row.Status)!.Value,
        SourceCompute = row.SourceCompute,
        SourceNode = row.SourceNode,
        DestCompute = row.DestCompute,
        DestNode = row.DestNode,
        DestHost = row.DestHost,
        Progress = row.ToProgress(),
        UserId = row.UserId,
        ProjectId = row.ProjectId,
        CreatedAt = UnixMicroseconds.ToTime(row.CreatedAt),
        UpdatedAt = UnixMicroseconds.ToTime(row.UpdatedAt),
        EndedAt = UnixMicroseconds.ToTime(row.EndedAt),
        Reason = row.Reason,
        JobId = row.JobId,
        EndReason = row.EndReason is { } reason ? EndReasons.FromWireName(reason) : null,
        Numbers = row.ToNumbers() is var numbers && numbers != JobNumbers.None ? numbers : null,
    };

    private static JobNumbers ToNumbers(this MigrationRow row) => new()
    {
        Elapsed = UnixMicroseconds.ToLength(row.Elapsed),
        MemoryBytesPerSecond = row.MemoryBytesPerSecond,
        DiskBytesPerSecond = row.DiskBytesPerSecond,
        DirtyBytesPerSecond = row.DirtyBytesPerSecond,
        Iteration = row.Iteration,
        PostCopyRequests = row.PostCopyRequests,
        ThrottlePercent = row.ThrottlePercent,
    };

    private static MigrationProgress ToProgress(this MigrationRow row) => new()
    {
        Memory = new Transfer(row.MemoryTotalBytes, row.MemoryProcessedBytes, row.MemoryRemainingBytes),
        Disk = new Transfer(row.DiskTotalBytes, row.DiskProcessedBytes, row.DiskRemainingBytes),
        Percent = row.Percent,
        SetupTime = UnixMicroseconds.ToLength(row.SetupTime),
        Downtime = UnixMicroseconds.ToLength(row.Downtime),
    };
}
