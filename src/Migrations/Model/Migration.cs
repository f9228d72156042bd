using System.Globalization;

namespace Migrations.Model;

/// <summary>What a list of many migrations shows of one.</summary>
public record MigrationSummary
{
    /// <summary>Assigned by the store, ascending; 0 while the migration has not been stored.</summary>
    public long Id { get; init; }

    public required Guid Uuid { get; init; }
    public required Guid ServerUuid { get; init; }
    public required MigrationStatus Status { get; init; }

    /// <summary>Name of the compute service at the source.</summary>
    public string? SourceCompute { get; init; }

    /// <summary>Name of the hypervisor node at the source.</summary>
    public string? SourceNode { get; init; }

    /// <summary>Name of the compute service at the destination; null when the hypervisor does not tell.</summary>
    public string? DestCompute { get; init; }

    /// <summary>Name of the hypervisor node at the destination; null when the hypervisor does not tell.</summary>
    public string? DestNode { get; init; }

    /// <summary>Address of the destination; null when the hypervisor does not tell.</summary>
    public string? DestHost { get; init; }

    /// <summary>Owner of the server when the migration began.</summary>
    public string? UserId { get; init; }

    public string? ProjectId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When anything of the migration last changed; null when nothing has since it was created.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}

/// <summary>One live migration, as it is stored.</summary>
public sealed record Migration : MigrationSummary
{
    public MigrationProgress Progress { get; init; } = MigrationProgress.None;

    /// <summary>When it became final.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it ended as it did, for a person; null while it is in progress or when there is nothing to add.</summary>
    public string? Reason { get; init; }

    /// <summary>The same for programs; null while it is in progress, and when it has completed.</summary>
    public EndReason? EndReason { get; init; }

    /// <summary>What its job has reported until its end; null while it is in progress.</summary>
    public JobNumbers? Numbers { get; init; }

    /// <summary>The driver's name of the job, by which a running job is found again after a restart.</summary>
    public string? JobId { get; init; }
}

/// <summary>Reads migration ids from URLs.</summary>
public static class MigrationId
{
    /// <summary>The id, or null for anything but a plain positive integer: signs, padding and leading zeros find nothing.</summary>
    public static long? Parse(string text) =>
        text.Length > 0 && text[0] != '0' && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : null;
}
