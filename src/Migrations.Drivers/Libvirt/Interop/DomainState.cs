namespace Migrations.Drivers.Libvirt.Interop;

/// <summary>A domain's state and why it is in it; the reason's meaning depends on the state.</summary>
internal readonly record struct DomainState(DomainCondition Condition, int Reason)
{
    public bool IsActive => Condition is not (DomainCondition.ShutOff or DomainCondition.Crashed);

    public bool Is(PausedReason reason) => Condition == DomainCondition.Paused && Reason == (int)reason;

    public bool Is(ShutOffReason reason) => Condition == DomainCondition.ShutOff && Reason == (int)reason;
}

/// <summary>virDomainState.</summary>
internal enum DomainCondition
{
    None = 0,
    Running = 1,
    Blocked = 2,
    Paused = 3,
    ShuttingDown = 4,
    ShutOff = 5,
    Crashed = 6,
    PowerSuspended = 7,
}

/// <summary>virDomainPausedReason, as far as migration is concerned.</summary>
internal enum PausedReason
{
    Migration = 2,
    StartingUp = 11,
    PostCopy = 12,
    PostCopyFailed = 13,
}

/// <summary>virDomainShutoffReason, as far as it is told apart.</summary>
internal enum ShutOffReason
{
    Unknown = 0,
    Migrated = 4,
    Saved = 5,
}
