using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Migrations.Settings;

namespace Migrations.Drivers.Libvirt;

/// <summary>Which libvirtd is watched, and how; the <c>Libvirt</c> section.</summary>
public sealed class LibvirtOptions
{
    public const string Section = "Libvirt";

    [Description("libvirt's connection URI")]
    [Required]
    [RegularExpression(".+:.*", ErrorMessage = "write a libvirt URI, such as qemu:///system")]
    public string Uri { get; set; } = "qemu:///system";

    [Description("Name of this compute host in every migration")]
    [DisplayFormat(NullDisplayText = "the hypervisor's hostname")]
    [RegularExpression(@".*\S.*", ErrorMessage = "write the compute host's name")]
    public string? Host { get; set; }

    [Description("Only read from libvirt, and refuse both commands")]
    public bool ReadOnly { get; set; }

    [Description("How migrations are forced to complete: auto is post-copy where the migration allows it, else a pause")]
    [AllowedValues(ForceCompleteChoices.Auto, ForceCompleteChoices.PostCopy, ForceCompleteChoices.Pause)]
    public string ForceComplete { get; set; } = ForceCompleteChoices.Auto;

    [Description("How long a connection may be silent before a keepalive is sent, in whole seconds")]
    [DurationRange("1s", "1h")]
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(5);

    [Description("Number of unanswered keepalives after which a connection is given up")]
    [Range(1, 100)]
    public int KeepAliveCount { get; set; } = 3;

    [Description("How long a command waits for its connection; after that it is not sent")]
    [DurationRange("500ms", "5m")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(3);

    [Description("How long libvirt may take to answer a reading, the connection included")]
    [DurationRange("500ms", "5m")]
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(2);

    [Description("How long libvirtd is not asked after repeated failures to reach it")]
    [DurationRange("500ms", "5m")]
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(2);

    [Description("Maximum number of concurrent readings, each on its own connection; this many domains may hang without delaying the others")]
    [Range(1, 64)]
    public int ParallelReads { get; set; } = 8;

    [Description("Let migrations started here be switched to post-copy, instead of auto-converge; a paused server cannot be")]
    public bool PermitPostCopy { get; set; }

    [Description("Let libvirt slow a server down that changes faster than it is copied (auto-converge), in migrations started here")]
    public bool PermitAutoConverge { get; set; }

    [Description("How disks are copied: incremental into images that exist at the destination, full also into new volumes of a storage pool there")]
    [AllowedValues(BlockMigrationChoices.Incremental, BlockMigrationChoices.Full)]
    public string BlockMigration { get; set; } = BlockMigrationChoices.Incremental;

    [Description("Directories that all destinations share with this host, separated by semicolons; disks there are never copied")]
    [DisplayFormat(NullDisplayText = "no directory")]
    [RegularExpression(@"\s*/[^;]*(;\s*/[^;]*)*", ErrorMessage = "write absolute paths, such as /srv/images;/mnt/nfs")]
    public string? SharedPaths { get; set; }

    [Description("How long to wait until a started migration begins; after that, it is looked for like any other")]
    [DurationRange("1s", "1m")]
    public TimeSpan StartPatience { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The hosts that migrations may be started to, by their names.</summary>
    public Dictionary<string, DestinationOptions> Destinations { get; } = new(StringComparer.Ordinal);

    /// <summary>The directories in <see cref="SharedPaths"/>.</summary>
    internal IReadOnlyList<string> SharedDirectories =>
        [.. (SharedPaths ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Path.GetFullPath)];

    /// <summary>The read timeout as messages say it, with the setting that changes it.</summary>
    internal string ReadTimeoutInWords => $"{Duration.Format(ReadTimeout)} ({Section}:{nameof(ReadTimeout)})";

    /// <summary>Why commands cannot be carried out, as far as the settings tell; null when they can.</summary>
    internal string? CannotCommand =>
        ReadOnly ? $"{Section}:ReadOnly is set"
        : Uri.Contains("-sock-ro", StringComparison.Ordinal) ? $"{Section}:Uri names libvirt's read-only socket"
        : null;
}

/// <summary>The values of <see cref="LibvirtOptions.ForceComplete"/>.</summary>
public static class ForceCompleteChoices
{
    /// <summary>Post-copy where the migration allows it, else a pause.</summary>
    public const string Auto = "auto";

    /// <summary>Post-copy or nothing.</summary>
    public const string PostCopy = "post-copy";

    /// <summary>Always a pause.</summary>
    public const string Pause = "pause";
}

/// <summary>The values of <see cref="LibvirtOptions.BlockMigration"/>.</summary>
public static class BlockMigrationChoices
{
    /// <summary>Into images that are there, with what differs from a shared base image.</summary>
    public const string Incremental = "incremental";

    /// <summary>The whole disk, also into a volume that libvirt creates in a storage pool.</summary>
    public const string Full = "full";
}

/// <summary>Refuses options that the driver cannot work with.</summary>
[OptionsValidator]
internal sealed partial class LibvirtOptionsValidator : IValidateOptions<LibvirtOptions>;
