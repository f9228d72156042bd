namespace Migrations.Storage;

/// <summary>A row of <c>migrations</c>.</summary>
internal sealed record MigrationRow
{
    /// <summary>The columns of a row, to select.</summary>
    public const string Columns =
        """
        id, uuid, server_uuid, status, source_compute, source_node, dest_compute, dest_node, dest_host,
        memory_total_bytes, memory_processed_bytes, memory_remaining_bytes,
        disk_total_bytes, disk_processed_bytes, disk_remaining_bytes, percent, setup_time, downtime,
        user_id, project_id, created_at, updated_at, ended_at, reason, job_id
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
    public long? MemoryTotalBytes { get; init; }
    public long? MemoryProcessedBytes { get; init; }
    public long? MemoryRemainingBytes { get; init; }
    public long? DiskTotalBytes { get; init; }
    public long? DiskProcessedBytes { get; init; }
    public long? DiskRemainingBytes { get; init; }
    public required int Percent { get; init; }
    public long? SetupTime { get; init; }
    public long? Downtime { get; init; }
    public string? UserId { get; init; }
    public string? ProjectId { get; init; }
    public required long CreatedAt { get; init; }
    public long? UpdatedAt { get; init; }
    public long? EndedAt { get; init; }
    public string? Reason { get; init; }
    public string? JobId { get; init; }
}
