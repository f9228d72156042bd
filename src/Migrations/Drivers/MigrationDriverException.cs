namespace Migrations.Drivers;

/// <summary>A driver call that did not succeed; the message is fit for an operator.</summary>
public sealed class MigrationDriverException(DriverErrorKind kind, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public DriverErrorKind Kind { get; } = kind;
}

/// <summary>Why a driver call did not succeed, by what the caller can do about it.</summary>
public enum DriverErrorKind
{
    /// <summary>The hypervisor cannot be reached; nothing was asked of it.</summary>
    Unreachable,

    /// <summary>No answer in time; the call may still be carried out.</summary>
    TimedOut,

    /// <summary>The job, or its server, is not there (any more).</summary>
    NoSuchJob,

    /// <summary>The job is not far enough, or it is not decided yet what came of the call; look again later.</summary>
    NotYet,

    /// <summary>The hypervisor will not do it in the job's present phase.</summary>
    Refused,

    /// <summary>This connection may not do it.</summary>
    Denied,

    /// <summary>Anything else; the message says what.</summary>
    Failed,
}

/// <summary>The words for kinds of errors in metrics. They stay when a name in code changes.</summary>
public static class DriverErrorKinds
{
    private static readonly string[] WireNames = ["unreachable", "timed_out", "no_such_job", "not_yet", "refused", "denied", "failed"];

    extension(DriverErrorKind kind)
    {
        public string WireName => WireNames[(int)kind];
    }
}
