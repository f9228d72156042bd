using System.Text.Json.Serialization;
using Migrations.Api.Wire;

namespace Migrations.Api.ServerMigrations;

/// <summary>A live migration in progress.</summary>
/// <param name="withHosts">Whether the caller may see where it comes from and goes to; else those fields are null.</param>
public sealed class MigrationBody(Migration migration, bool withHosts)
{
    /// <summary>When it was recorded: UTC, microseconds, no zone.</summary>
    public string CreatedAt { get; } = NovaTime.Format(migration.CreatedAt);

    /// <summary>Compute service at the destination.</summary>
    public string? DestCompute { get; } = withHosts ? migration.DestCompute : null;

    /// <summary>Address of the destination.</summary>
    public string? DestHost { get; } = withHosts ? migration.DestHost : null;

    /// <summary>Hypervisor node at the destination.</summary>
    public string? DestNode { get; } = withHosts ? migration.DestNode : null;

    /// <summary>Disk already copied, in bytes; null when the hypervisor does not report it.</summary>
    public long? DiskProcessedBytes { get; } = migration.Progress.Disk.ProcessedBytes;

    /// <summary>Disk still to copy, in bytes; null when the hypervisor does not report it.</summary>
    public long? DiskRemainingBytes { get; } = migration.Progress.Disk.RemainingBytes;

    /// <summary>Disk to copy in all, in bytes; null when the hypervisor does not report it.</summary>
    public long? DiskTotalBytes { get; } = migration.Progress.Disk.TotalBytes;

    /// <summary>Id of the migration, for show, force-complete and abort.</summary>
    public long Id { get; } = migration.Id;

    /// <summary>Memory already copied, in bytes; pages that were dirtied and sent again count again.</summary>
    public long? MemoryProcessedBytes { get; } = migration.Progress.Memory.ProcessedBytes;

    /// <summary>Memory still to copy, in bytes; rises when the server dirties it.</summary>
    public long? MemoryRemainingBytes { get; } = migration.Progress.Memory.RemainingBytes;

    /// <summary>Memory of the server, in bytes; 0 before its copy begins.</summary>
    public long? MemoryTotalBytes { get; } = migration.Progress.Memory.TotalBytes;

    /// <summary>The server being migrated.</summary>
    public Guid ServerUuid { get; } = migration.ServerUuid;

    /// <summary>Compute service at the source.</summary>
    public string? SourceCompute { get; } = withHosts ? migration.SourceCompute : null;

    /// <summary>Hypervisor node at the source.</summary>
    public string? SourceNode { get; } = withHosts ? migration.SourceNode : null;

    /// <summary>One of queued, preparing, running, running (post-copy), post-migrating.</summary>
    public string Status { get; } = migration.Status.WireName;

    /// <summary>When anything here last changed, in the form of created_at; null when nothing has.</summary>
    public string? UpdatedAt { get; } = migration.UpdatedAt is { } updated ? NovaTime.Format(updated) : null;

    /// <summary>UUID of the migration.</summary>
    [NewIn(2, 59)]
    public Guid Uuid { get; } = migration.Uuid;

    /// <summary>User of the server when the migration began.</summary>
    [NewIn(2, 80)]
    public string? UserId { get; } = migration.UserId;

    /// <summary>Project of the server when the migration began.</summary>
    [NewIn(2, 80)]
    public string? ProjectId { get; } = migration.ProjectId;
}

/// <summary>The answer of list.</summary>
/// <param name="Migrations">In no particular order.</param>
public sealed record MigrationListBody(IReadOnlyList<MigrationBody> Migrations);

/// <summary>The answer of show.</summary>
public sealed record MigrationShowBody(MigrationBody Migration);

/// <summary>Source-generated writers of the bodies, nulls included.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(MigrationListBody))]
[JsonSerializable(typeof(MigrationShowBody))]
internal sealed partial class MigrationsJson : JsonSerializerContext;
