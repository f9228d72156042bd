namespace Migrations.Drivers.Libvirt.Interop;

/// <summary>Hears what libvirt reports of its own accord, on the event loop's thread: it must neither block nor ask libvirt.</summary>
internal interface IConnectionEvents
{
    void OnLifecycle(Guid server, LifecycleEvent lifecycle, int detail);

    /// <summary>Another pass over the memory has begun.</summary>
    void OnIteration(Guid server);

    /// <summary>A job of any kind has succeeded.</summary>
    void OnJobCompleted(Guid server, JobParameters parameters);

    void OnMetadataChanged(Guid server);

    /// <summary>The connection is dead and stays so.</summary>
    void OnClosed(CloseReason reason);

    /// <summary>One of the above has thrown.</summary>
    void OnFault(Exception exception);
}

/// <summary>virDomainEventType.</summary>
internal enum LifecycleEvent
{
    Defined = 0,
    Undefined = 1,
    Started = 2,
    Suspended = 3,
    Resumed = 4,
    Stopped = 5,
    ShutDown = 6,
    PowerSuspended = 7,
    Crashed = 8,
}

/// <summary>virConnectCloseReason.</summary>
internal enum CloseReason
{
    Error = 0,
    EndOfFile = 1,
    KeepAlive = 2,
    Client = 3,
}
