namespace Migrations.Model;

/// <summary>Why a live migration was not started, although it was accepted.</summary>
/// <param name="Kind">The kind of refusal for a caller who waits for it.</param>
/// <param name="Message">Nova's text, which such a caller gets.</param>
/// <param name="Details">What the action of the request tells; the native text of the hypervisor follows Nova's, if there is one.</param>
/// <remarks>Each text is Nova's own, from the class in nova/exception.py that its summary names.</remarks>
public sealed record StartRefusal(FaultKind Kind, string Message, string Details)
{
    /// <summary>NoValidHost.</summary>
    public static StartRefusal NoValidHost(string reason, string? native = null) => Of($"No valid host was found. {reason}", native);

    /// <summary>ComputeServiceUnavailable.</summary>
    public static StartRefusal HostUnavailable(string host, string? native = null) =>
        Of($"Compute service of {host} is unavailable at this time.", native);

    /// <summary>UnableToMigrateToSelf.</summary>
    public static StartRefusal ToItself(Guid server, string host) => Of($"Unable to migrate instance ({server}) to current host ({host}).");

    /// <summary>MigrationPreCheckError.</summary>
    public static StartRefusal PreCheck(string reason, string? native = null) => Of($"Migration pre-check error: {reason}", native);

    /// <summary>InvalidCPUInfo.</summary>
    public static StartRefusal Cpu(string reason) => Of($"Unacceptable CPU info: {reason}");

    /// <summary>InvalidHypervisorType; the missing word is missing in Nova too.</summary>
    public static StartRefusal HypervisorType() => Of("The supplied hypervisor type of is invalid.");

    /// <summary>DestinationHypervisorTooOld.</summary>
    public static StartRefusal HypervisorTooOld() => Of("The instance requires a newer hypervisor version than has been provided.");

    /// <summary>InvalidLocalStorage.</summary>
    public static StartRefusal NotLocalStorage(string host) =>
        Of($"{host} is not on local storage: Block migration can not be used with shared storage.");

    /// <summary>InvalidSharedStorage.</summary>
    public static StartRefusal NotSharedStorage(string host) =>
        Of($"{host} is not on shared storage: Shared storage live-migration requires either shared storage or boot-from-volume with no local disks.");

    /// <summary>HypervisorUnavailable.</summary>
    public static StartRefusal HypervisorGone(string? native = null) => Of("Connection to the hypervisor is broken on host", native);

    /// <summary>nova/conductor/tasks/live_migrate.py, _call_livem_checks_on_host, when the destination does not answer the check.</summary>
    public static StartRefusal NoAnswer(string host) => Of($"Timeout while checking if we can live migrate to host: {host}");

    /// <summary>InstanceInvalidState, for a server that is powered off. A waiting caller is told of it as of a conflict.</summary>
    public static StartRefusal PoweredOff(Guid server) => new(FaultKind.Conflict,
        $"Cannot 'os-migrateLive' instance {server} while it is in power_state shutdown",
        $"Instance {server} in power_state shutdown. Cannot live migrate while the instance is in this state.");

    private static StartRefusal Of(string message, string? native = null) =>
        new(FaultKind.BadRequest, message, native is null ? message : $"{message} ({native})");
}
