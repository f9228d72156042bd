namespace Migrations.Drivers.Libvirt;

/// <summary>Which libvirtd is watched, and how; the <c>Libvirt</c> section.</summary>
public sealed class LibvirtOptions
{
    public const string Section = "Libvirt";

    /// <summary>libvirt's connection URI.</summary>
    public string Uri { get; set; } = "qemu:///system";

    /// <summary>Name of this compute host in every migration; by default what the hypervisor calls itself.</summary>
    public string? Host { get; set; }

    /// <summary>Opens a connection that can look and not touch: both commands are refused.</summary>
    public bool ReadOnly { get; set; }

    /// <summary>How a migration is forced to complete: <c>auto</c>, <c>post-copy</c> or <c>pause</c>.</summary>
    public string ForceComplete { get; set; } = ForceCompleteChoices.Auto;

    /// <summary>A silent connection is asked for a sign of life after this long, in whole seconds.</summary>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Unanswered signs of life after which the connection is given up.</summary>
    public int KeepAliveCount { get; set; } = 3;

    /// <summary>How long a command waits for its connection; after that nothing is asked.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long an answer to a reading is waited for, the connection included.</summary>
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long libvirtd is left alone after it could not be reached again and again.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Readings under way at a time, each on a connection of its own: as many domains may hang without delaying the others.</summary>
    public int ParallelReads { get; set; } = 8;

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
