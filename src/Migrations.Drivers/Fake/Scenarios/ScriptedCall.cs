namespace Migrations.Drivers.Fake.Scenarios;

/// <summary>Calls to the hypervisor that are slow, hang or fail.</summary>
public sealed record ScriptedCall
{
    /// <summary>Which call; null for all but the wait for news.</summary>
    public HypervisorCall? Call { get; set; }

    /// <summary>Name of the server that the call is about; null for all servers, and for calls that are about none.</summary>
    public string? Server { get; set; }

    /// <summary>When this begins, counted from the beginning of the world.</summary>
    public double FromSeconds { get; set; }

    /// <summary>When it is over; null for never.</summary>
    public double? UntilSeconds { get; set; }

    /// <summary>
    /// How late the hypervisor answers, in real time. A command is then carried out, even when the caller no longer waits.
    /// </summary>
    public int DelayMilliseconds { get; set; }

    /// <summary>Whether the hypervisor never answers, and never does what it was asked.</summary>
    public bool Hang { get; set; }

    /// <summary>
    /// The answer, after any delay. Unreachable for all calls of all servers also loses the connection, which is news.
    /// </summary>
    public DriverErrorKind? Error { get; set; }

    /// <summary>Text of the error; null for one that says it was scripted.</summary>
    public string? Message { get; set; }

    /// <summary>Whether the whole hypervisor cannot be reached.</summary>
    internal bool IsOutage => this is { Call: null, Server: null, Error: DriverErrorKind.Unreachable };

    internal bool AppliesAt(TimeSpan now) =>
        now.TotalSeconds >= FromSeconds && !(now.TotalSeconds >= UntilSeconds);

    internal bool AppliesTo(HypervisorCall call, string? server) =>
        (Call == call || (Call is null && call != HypervisorCall.WaitForNews)) && (Server is null || Server == server);
}

/// <summary>The calls that can be scripted.</summary>
public enum HypervisorCall
{
    ListServers,
    ListJobs,
    GetStats,
    GetEnd,
    Abort,
    ForceComplete,
    CheckStart,
    Start,
    SetMaxDowntime,
    SetBandwidth,
    WaitForNews,
}
