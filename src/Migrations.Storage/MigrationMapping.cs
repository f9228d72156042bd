namespace Migrations.Storage;

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
        MemoryTotalBytes = migration.Progress.MemoryTotalBytes,
        MemoryProcessedBytes = migration.Progress.MemoryProcessedBytes,
        MemoryRemainingBytes = migration.Progress.MemoryRemainingBytes,
        DiskTotalBytes = migration.Progress.DiskTotalBytes,
        DiskProcessedBytes = migration.Progress.DiskProcessedBytes,
        DiskRemainingBytes = migration.Progress.DiskRemainingBytes,
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
    };

    private static MigrationProgress ToProgress(this MigrationRow row) => new()
    {
        MemoryTotalBytes = row.MemoryTotalBytes,
        MemoryProcessedBytes = row.MemoryProcessedBytes,
        MemoryRemainingBytes = row.MemoryRemainingBytes,
        DiskTotalBytes = row.DiskTotalBytes,
        DiskProcessedBytes = row.DiskProcessedBytes,
        DiskRemainingBytes = row.DiskRemainingBytes,
        Percent = row.Percent,
        SetupTime = UnixMicroseconds.ToLength(row.SetupTime),
        Downtime = UnixMicroseconds.ToLength(row.Downtime),
    };
}
