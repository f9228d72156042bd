namespace Migrations.Drivers.Libvirt.Interop;

// Every constant of libvirt's C interface that is used here, under its name in libvirt's headers. Other values
// are not distinguished.

/// <summary>virterror.h, virErrorNumber.</summary>
internal enum virErrorNumber
{
    VIR_ERR_INTERNAL_ERROR = 1,
    VIR_ERR_NO_SUPPORT = 3,
    VIR_ERR_NO_CONNECT = 5,
    VIR_ERR_INVALID_CONN = 6,
    VIR_ERR_OPERATION_DENIED = 29,
    VIR_ERR_SYSTEM_ERROR = 38,
    VIR_ERR_RPC = 39,
    VIR_ERR_NO_DOMAIN = 42,
    VIR_ERR_AUTH_FAILED = 45,
    VIR_ERR_OPERATION_INVALID = 55,
    VIR_ERR_CONFIG_UNSUPPORTED = 67,
    VIR_ERR_OPERATION_TIMEOUT = 68,
    VIR_ERR_OPERATION_ABORTED = 78,
    VIR_ERR_AUTH_CANCELLED = 79,
    VIR_ERR_MIGRATE_UNSAFE = 81,
    VIR_ERR_OPERATION_UNSUPPORTED = 84,
    VIR_ERR_ACCESS_DENIED = 88,
    VIR_ERR_CPU_INCOMPATIBLE = 91,
    VIR_ERR_AUTH_UNAVAILABLE = 94,
}

/// <summary>virterror.h, virErrorDomain: the part of libvirt that an error comes from.</summary>
internal enum virErrorDomain
{
    VIR_FROM_NONE = 0,
    VIR_FROM_RPC = 7,
}

/// <summary>libvirt-common.h, virConnectCloseReason.</summary>
internal enum virConnectCloseReason
{
    VIR_CONNECT_CLOSE_REASON_ERROR = 0,
    VIR_CONNECT_CLOSE_REASON_EOF = 1,
    VIR_CONNECT_CLOSE_REASON_KEEPALIVE = 2,
    VIR_CONNECT_CLOSE_REASON_CLIENT = 3,
}

/// <summary>libvirt-common.h, virTypedParameterType.</summary>
internal enum virTypedParameterType
{
    VIR_TYPED_PARAM_INT = 1,
    VIR_TYPED_PARAM_UINT = 2,
    VIR_TYPED_PARAM_LLONG = 3,
    VIR_TYPED_PARAM_ULLONG = 4,
}

/// <summary>libvirt-domain.h, virConnectListAllDomainsFlags.</summary>
[Flags]
internal enum virConnectListAllDomainsFlags : uint
{
    VIR_CONNECT_LIST_DOMAINS_ACTIVE = 1 << 0,
}

/// <summary>libvirt-domain.h, virDomainStatsTypes.</summary>
[Flags]
internal enum virDomainStatsTypes : uint
{
    VIR_DOMAIN_STATS_STATE = 1 << 0,
}

/// <summary>libvirt-domain.h, virConnectGetAllDomainStatsFlags.</summary>
[Flags]
internal enum virConnectGetAllDomainStatsFlags : uint
{
    VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT = 1 << 29,
}

/// <summary>libvirt-domain.h, virDomainState.</summary>
internal enum virDomainState
{
    VIR_DOMAIN_NOSTATE = 0,
    VIR_DOMAIN_RUNNING = 1,
    VIR_DOMAIN_BLOCKED = 2,
    VIR_DOMAIN_PAUSED = 3,
    VIR_DOMAIN_SHUTDOWN = 4,
    VIR_DOMAIN_SHUTOFF = 5,
    VIR_DOMAIN_CRASHED = 6,
    VIR_DOMAIN_PMSUSPENDED = 7,
}

/// <summary>libvirt-domain.h, virDomainPausedReason.</summary>
internal enum virDomainPausedReason
{
    VIR_DOMAIN_PAUSED_USER = 1,
    VIR_DOMAIN_PAUSED_MIGRATION = 2,
    VIR_DOMAIN_PAUSED_STARTING_UP = 11,
    VIR_DOMAIN_PAUSED_POSTCOPY = 12,
    VIR_DOMAIN_PAUSED_POSTCOPY_FAILED = 13,
}

/// <summary>libvirt-domain.h, virDomainShutoffReason.</summary>
internal enum virDomainShutoffReason
{
    VIR_DOMAIN_SHUTOFF_UNKNOWN = 0,
    VIR_DOMAIN_SHUTOFF_SHUTDOWN = 1,
    VIR_DOMAIN_SHUTOFF_MIGRATED = 4,
    VIR_DOMAIN_SHUTOFF_SAVED = 5,
}

/// <summary>libvirt-domain.h, virDomainJobType.</summary>
internal enum virDomainJobType
{
    VIR_DOMAIN_JOB_NONE = 0,
    VIR_DOMAIN_JOB_BOUNDED = 1,
    VIR_DOMAIN_JOB_UNBOUNDED = 2,
    VIR_DOMAIN_JOB_COMPLETED = 3,
    VIR_DOMAIN_JOB_FAILED = 4,
    VIR_DOMAIN_JOB_CANCELLED = 5,
}

/// <summary>libvirt-domain.h, virDomainJobOperation.</summary>
internal enum virDomainJobOperation
{
    VIR_DOMAIN_JOB_OPERATION_SAVE = 2,
    VIR_DOMAIN_JOB_OPERATION_MIGRATION_IN = 4,
    VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT = 5,
}

/// <summary>libvirt-domain.h, virDomainGetJobStatsFlags.</summary>
[Flags]
internal enum virDomainGetJobStatsFlags : uint
{
    None = 0,
    VIR_DOMAIN_JOB_STATS_COMPLETED = 1 << 0,
    VIR_DOMAIN_JOB_STATS_KEEP_COMPLETED = 1 << 1,
}

/// <summary>libvirt-domain.h, virDomainMigrateFlags. VIR_MIGRATE_UNSAFE is left out on purpose.</summary>
[Flags]
internal enum virDomainMigrateFlags : uint
{
    VIR_MIGRATE_LIVE = 1 << 0,
    VIR_MIGRATE_PEER2PEER = 1 << 1,
    VIR_MIGRATE_PERSIST_DEST = 1 << 3,
    VIR_MIGRATE_UNDEFINE_SOURCE = 1 << 4,
    VIR_MIGRATE_NON_SHARED_DISK = 1 << 6,
    VIR_MIGRATE_NON_SHARED_INC = 1 << 7,
    VIR_MIGRATE_AUTO_CONVERGE = 1 << 13,
    VIR_MIGRATE_POSTCOPY = 1 << 15,
}

/// <summary>libvirt-domain.h, virDomainEventID.</summary>
internal enum virDomainEventID
{
    VIR_DOMAIN_EVENT_ID_LIFECYCLE = 0,
    VIR_DOMAIN_EVENT_ID_MIGRATION_ITERATION = 20,
    VIR_DOMAIN_EVENT_ID_JOB_COMPLETED = 21,
    VIR_DOMAIN_EVENT_ID_METADATA_CHANGE = 23,
}

/// <summary>libvirt-domain.h, virDomainEventType.</summary>
internal enum virDomainEventType
{
    VIR_DOMAIN_EVENT_STARTED = 2,
    VIR_DOMAIN_EVENT_SUSPENDED = 3,
    VIR_DOMAIN_EVENT_RESUMED = 4,
    VIR_DOMAIN_EVENT_STOPPED = 5,
}

/// <summary>libvirt-domain.h, virDomainEventSuspendedDetailType.</summary>
internal enum virDomainEventSuspendedDetailType
{
    VIR_DOMAIN_EVENT_SUSPENDED_POSTCOPY_FAILED = 8,
}

/// <summary>libvirt-domain.h, virDomainEventStoppedDetailType.</summary>
internal enum virDomainEventStoppedDetailType
{
    VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN = 0,
    VIR_DOMAIN_EVENT_STOPPED_DESTROYED = 1,
    VIR_DOMAIN_EVENT_STOPPED_CRASHED = 2,
    VIR_DOMAIN_EVENT_STOPPED_MIGRATED = 3,
    VIR_DOMAIN_EVENT_STOPPED_SAVED = 4,
    VIR_DOMAIN_EVENT_STOPPED_FAILED = 5,
    VIR_DOMAIN_EVENT_STOPPED_FROM_SNAPSHOT = 6,
}
