namespace Migrations.Drivers.Fake.Scenarios;

/// <summary>A server: its owner, what must be copied to migrate it, and when it is migrated.</summary>
public sealed record ScenarioServer
{
    /// <summary>Letters, digits and dashes; the ids of its jobs begin with it.</summary>
    public required string Name { get; set; }

    public required Guid Uuid { get; set; }

    /// <summary>32 hexadecimal digits.</summary>
    public required string ProjectId { get; set; }

    /// <summary>32 hexadecimal digits.</summary>
    public required string UserId { get; set; }

    public bool Locked { get; set; }

    /// <summary>Only an active server dirties memory; only active and paused ones can be migrated.</summary>
    public ServerState State { get; set; } = ServerState.Active;

    public required long MemoryMiB { get; set; }

    /// <summary>The part of memory that the guest writes to; null for all of it.</summary>
    public long? WorkingSetMiB { get; set; }

    /// <summary>How fast the guest writes, varied by up to 10 %. Near or above the bandwidth, pre-copy never converges.</summary>
    public long DirtyMiBPerSecond { get; set; }

    /// <summary>Speed of the copy of disks and memory.</summary>
    public required long BandwidthMiBPerSecond { get; set; }

    /// <summary>The pause within which the last of the memory must fit.</summary>
    public int AllowedDowntimeMilliseconds { get; set; } = 300;

    /// <summary>Sizes of the disks to copy before the memory; empty when they are on shared storage.</summary>
    public IReadOnlyList<long> DisksMiB { get; set; } = [];

    /// <summary>Whether force-complete switches to post-copy; otherwise it pauses the server.</summary>
    public bool PostCopy { get; set; }

    /// <summary>How long it takes to prepare the destination.</summary>
    public double PrepareSeconds { get; set; } = 1;

    /// <summary>How long it takes to clean up the source after the copy.</summary>
    public double FinishSeconds { get; set; } = 1;

    /// <summary>When it is migrated; null for a server that stays.</summary>
    public ScenarioMigration? Migrates { get; set; }

    /// <summary>Where its migrations fail; null when they do not.</summary>
    public ScenarioFailure? Fails { get; set; }
}
