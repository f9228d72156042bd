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
        Memory = new Transfer(row.MemoryTotalBytes, row.MemoryProcessedBytes, row.MemoryRemainingBytes),
        Disk = new Transfer(row.DiskTotalBytes, row.DiskProcessedBytes, row.DiskRemainingBytes),
        Percent = row.Percent,
        SetupTime = UnixMicroseconds.ToLength(row.SetupTime),
        Downtime = UnixMicroseconds.ToLength(row.Downtime),
    };
}
