namespace Migrations.Model;

/// <summary>A live migration that somebody wants to be started.</summary>
/// <param name="ServerUuid">The server to migrate.</param>
/// <param name="MigrationUuid">The UUID that the migration has from its acceptance on.</param>
/// <param name="Host">The compute host that was asked for; null when any will do.</param>
/// <param name="IsForced">The host was asked for without leaving it to the service whether it is fit: before 2.30 always, later by <c>force</c>.</param>
/// <param name="Disks">Which disks to copy.</param>
public sealed record StartOrder(Guid ServerUuid, Guid MigrationUuid, string? Host, bool IsForced, DiskCopy Disks);

/// <summary>Which disks a migration copies; Nova's <c>block_migration</c>.</summary>
public enum DiskCopy
{
    /// <summary>Those that the destination cannot reach; <c>auto</c>.</summary>
    Auto,

    /// <summary>None, because the destination reaches all of them; false.</summary>
    None,

    /// <summary>All that are written to; true.</summary>
    All,
}

/// <summary>A host that servers can be migrated to.</summary>
/// <param name="Compute">Name of its compute service, as requests name it.</param>
/// <param name="Node">Name of the hypervisor node; null when it is not known.</param>
/// <param name="Address">Address of the host; null when it is not known.</param>
public sealed record Destination(string Compute, string? Node = null, string? Address = null);

/// <summary>The words for copies of disks in the database. They stay when a name in code changes.</summary>
public static class DiskCopies
{
    private static readonly string[] WireNames = ["auto", "none", "all"];

    /// <summary>The copy with this wire name, or null.</summary>
    public static DiskCopy? FromWireName(string name) =>
        Array.IndexOf(WireNames, name) is >= 0 and var index ? (DiskCopy)index : null;

    extension(DiskCopy copy)
    {
        public string WireName => WireNames[(int)copy];
    }
}
