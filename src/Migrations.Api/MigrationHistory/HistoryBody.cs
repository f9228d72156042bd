using System.Text.Json.Serialization;
using Migrations.Api.Wire;

namespace Migrations.Api.MigrationHistory;

/// <summary>A live migration, in progress or over.</summary>
/// <param name="withHosts">Whether the caller may see where it comes from and goes to; else those fields are null.</param>
public sealed class HistoryBody(MigrationSummary migration, bool withHosts, IReadOnlyList<LinkBody>? links)
{
    /// <summary>Id of the migration.</summary>
    public long Id { get; } = migration.Id;

    /// <summary>UUID of the migration.</summary>
    [NewIn(2, 59)]
    public Guid Uuid { get; } = migration.Uuid;

    /// <summary>Compute service at the source.</summary>
    public string? SourceCompute { get; } = withHosts ? migration.SourceCompute : null;

    /// <summary>Compute service at the destination.</summary>
    public string? DestCompute { get; } = withHosts ? migration.DestCompute : null;

    /// <summary>Hypervisor node at the source.</summary>
    public string? SourceNode { get; } = withHosts ? migration.SourceNode : null;

    /// <summary>Hypervisor node at the destination.</summary>
    public string? DestNode { get; } = withHosts ? migration.DestNode : null;

    /// <summary>Address of the destination.</summary>
    public string? DestHost { get; } = withHosts ? migration.DestHost : null;

    /// <summary>Always null: a live migration does not change the flavor, and a hypervisor does not know it.</summary>
    public long? OldInstanceTypeId { get; }

    /// <summary>Always null, as the old one.</summary>
    public long? NewInstanceTypeId { get; }

    /// <summary>The server.</summary>
    public Guid InstanceUuid { get; } = migration.ServerUuid;

    /// <summary>One of accepted, queued, preparing, running, running (post-copy), post-migrating, completed, failed, error, cancelled.</summary>
    public string Status { get; } = migration.Status.WireName;

    /// <summary>Always live-migration.</summary>
    [NewIn(2, 23)]
    public string MigrationType { get; } = HistoryParameters.MigrationType;

    /// <summary>When it was recorded: UTC, microseconds, no zone.</summary>
    public string CreatedAt { get; } = NovaTime.Format(migration.CreatedAt);

    /// <summary>When it last changed, in the form of created_at; null when it never has.</summary>
    public string? UpdatedAt { get; } = migration.UpdatedAt is { } updated ? NovaTime.Format(updated) : null;

    /// <summary>Where to show it, while it is in progress.</summary>
    [NewIn(2, 23)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<LinkBody>? Links { get; } = links;

    /// <summary>User of the server when the migration began.</summary>
    [NewIn(2, 80)]
    public string? UserId { get; } = migration.UserId;

    /// <summary>Project of the server when the migration began.</summary>
    [NewIn(2, 80)]
    public string? ProjectId { get; } = migration.ProjectId;
}

/// <summary>A page of the history.</summary>
/// <param name="Migrations">From 2.59 on newest first, before oldest first.</param>
/// <param name="MigrationsLinks">The next page, when there may be one.</param>
public sealed record HistoryListBody(
    IReadOnlyList<HistoryBody> Migrations,
    [property: NewIn(2, 59), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<LinkBody>? MigrationsLinks);

/// <summary>Source-generated writers of the bodies.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(HistoryBody))]
[JsonSerializable(typeof(HistoryListBody))]
internal sealed partial class HistoryJson : JsonSerializerContext;
