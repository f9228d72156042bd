namespace Migrations.Drivers;

/// <summary>A live migration as the hypervisor knows it.</summary>
/// <param name="Id">
/// Stable while the job lives, also across restarts of this service. A hypervisor whose jobs have no names uses the
/// server's UUID, so that a later job of the same server bears the same id.
/// </param>
/// <param name="ServerUuid">The server being migrated.</param>
/// <param name="Phase">How far it is.</param>
public sealed record MigrationJob(string Id, Guid ServerUuid, JobPhase Phase)
{
    /// <summary>The id of a job without a name.</summary>
    public static string IdWithoutName(Guid serverUuid) => serverUuid.ToString();

    public string? SourceCompute { get; init; }
    public string? SourceNode { get; init; }
    public string? DestCompute { get; init; }
    public string? DestNode { get; init; }
    public string? DestHost { get; init; }
}

/// <summary>The phases of a job.</summary>
public enum JobPhase
{
    /// <summary>Waits behind others; nothing has been done.</summary>
    Queued,

    /// <summary>The destination is being made ready; nothing has been copied.</summary>
    Preparing,

    /// <summary>Disks are being copied.</summary>
    Storage,

    /// <summary>Memory is being copied while the server runs here.</summary>
    PreCopy,

    /// <summary>The server runs at the destination and fetches what is missing from here.</summary>
    PostCopy,

    /// <summary>Post-copy has lost its connection: the server is stuck, and neither side may be resumed by us.</summary>
    PostCopyBroken,

    /// <summary>Everything has been copied; the source is being cleaned up.</summary>
    Finishing,

    /// <summary>An abort is being carried out.</summary>
    Aborting,
}

/// <summary>The words for phases in bodies. They stay when a name in code changes.</summary>
public static class JobPhases
{
    private static readonly string[] WireNames =
        ["queued", "preparing", "storage", "pre_copy", "post_copy", "post_copy_broken", "finishing", "aborting"];

    extension(JobPhase phase)
    {
        public string WireName => WireNames[(int)phase];
    }
}
