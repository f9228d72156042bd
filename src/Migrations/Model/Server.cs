namespace Migrations.Model;

/// <summary>A virtual machine that this host runs, or ran until it was migrated away.</summary>
public sealed record Server
{
    public required Guid Uuid { get; init; }
    public required string Name { get; init; }
    public required ServerState State { get; init; }

    /// <summary>What is being done to the server, in Nova's words (<c>migrating</c>); null when it is left alone.</summary>
    public string? TaskState { get; init; }

    /// <summary>A locked server takes commands from administrators only.</summary>
    public bool Locked { get; init; }

    /// <summary>Name of the compute host that the server runs on.</summary>
    public string? Host { get; init; }

    public string? UserId { get; init; }
    public string? ProjectId { get; init; }

    /// <summary>It has left the hypervisor, and no migration has taken it away. Only what was asked of it, and its migrations, are still shown.</summary>
    public bool Deleted { get; init; }
}

/// <summary>Nova's vm_state (nova/compute/vm_states.py), as far as a hypervisor can tell it.</summary>
public enum ServerState
{
    Active,
    Paused,
    Suspended,
    Stopped,
    Error,
}

/// <summary>Wire names and readings of <see cref="ServerState"/> and of a server's task state.</summary>
public static class ServerStates
{
    /// <summary>The task state of a server with a migration in progress; nova/compute/task_states.py, MIGRATING.</summary>
    public const string Migrating = "migrating";

    private static readonly string[] WireNames = ["active", "paused", "suspended", "stopped", "error"];

    /// <summary>The state with this wire name, or null.</summary>
    public static ServerState? FromWireName(string name) =>
        Array.IndexOf(WireNames, name) is >= 0 and var index ? (ServerState)index : null;

    extension(ServerState state)
    {
        /// <summary>Nova's vm_state.</summary>
        public string WireName => WireNames[(int)state];
    }
}
