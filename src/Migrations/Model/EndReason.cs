namespace Migrations.Model;

/// <summary>Why a migration ended without having completed, for programs.</summary>
public enum EndReason
{
    /// <summary>A caller of this service aborted it.</summary>
    Aborted,

    /// <summary>It was cancelled at the hypervisor, by somebody else.</summary>
    CancelledAtHypervisor,

    /// <summary>The hypervisor says that it failed, and how.</summary>
    Failed,

    /// <summary>The server still runs at the source; the hypervisor does not tell why.</summary>
    NotMigrated,

    /// <summary>It cannot be known where the server runs.</summary>
    Unknown,

    /// <summary>Post-copy has lost its connection: the server is stuck with its memory on two hosts.</summary>
    PostCopyLost,
}

/// <summary>The words for reasons in bodies and the database. They stay when a name in code changes.</summary>
public static class EndReasons
{
    private static readonly string[] WireNames =
        ["aborted", "cancelled_at_hypervisor", "failed", "not_migrated", "unknown", "post_copy_lost"];

    /// <summary>The reason with this wire name, or null.</summary>
    public static EndReason? FromWireName(string name) =>
        Array.IndexOf(WireNames, name) is >= 0 and var index ? (EndReason)index : null;

    extension(EndReason reason)
    {
        public string WireName => WireNames[(int)reason];
    }
}
