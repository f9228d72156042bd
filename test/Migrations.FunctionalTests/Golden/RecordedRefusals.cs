using System.Text.Json;

namespace Migrations.FunctionalTests.Golden;

/// <summary>The refusals of recorded pre-checks: of those that raised an exception of Nova, and of those that found a situation.</summary>
internal static class RecordedRefusals
{
    private const string Host = "host2";
    private static readonly Guid Server = Guid.Parse("5f5a1e00-0000-4000-8000-000000000301");

    public static StartRefusal Of(JsonElement recorded) => recorded.TryGetProperty("situation", out var situation)
        ? OfSituation(situation.GetString()!)
        : OfException(recorded.GetProperty("refusal"));

    private static StartRefusal OfException(JsonElement raised)
    {
        if (raised.ValueKind == JsonValueKind.Null)
            return StartRefusal.NoAnswer(Host);
        return Text("exception") switch
        {
            "NoValidHost" => StartRefusal.NoValidHost(Text("reason")),
            "ComputeServiceUnavailable" => StartRefusal.HostUnavailable(Text("host")),
            "InvalidHypervisorType" => StartRefusal.HypervisorType(),
            "InvalidCPUInfo" => StartRefusal.Cpu(Text("reason")),
            "UnableToMigrateToSelf" => StartRefusal.ToItself(Server, Text("host")),
            "DestinationHypervisorTooOld" => StartRefusal.HypervisorTooOld(),
            "InvalidLocalStorage" => StartRefusal.NotLocalStorage(Text("path")),
            "InvalidSharedStorage" => StartRefusal.NotSharedStorage(Text("path")),
            "HypervisorUnavailable" => StartRefusal.HypervisorGone(),
            "MigrationPreCheckError" => StartRefusal.PreCheck(Text("reason")),
            "InstanceInvalidState" => StartRefusal.PoweredOff(Server),
            var other => throw new ArgumentException(other),
        };

        string Text(string name) => raised.GetProperty(name).GetString()!;
    }

    private static StartRefusal OfSituation(string situation) => situation switch
    {
        "source down" => StartRefusal.HostUnavailable("host1"),
        "scheduler finds none" => StartRefusal.NoValidHost("There are not enough hosts available."),
        "own host forced" => StartRefusal.ToItself(Server, "host1"),
        "destination down" => StartRefusal.HostUnavailable(Host),
        "destination without memory" =>
            StartRefusal.PreCheck($"Unable to migrate {Server} to {Host}: Lack of memory(host:0.0 <= instance:512)"),
        "destination of another type" => StartRefusal.HypervisorType(),
        "destination too old" => StartRefusal.HypervisorTooOld(),
        "check silent" => StartRefusal.NoAnswer(Host),
        "check: CPU" => StartRefusal.Cpu("Host CPU does not match"),
        "check: shared storage" => StartRefusal.NotSharedStorage(Host),
        "check: local storage" => StartRefusal.NotLocalStorage(Host),
        "check: pre-check error" => StartRefusal.PreCheck("Unsafe"),
        "check: hypervisor gone" => StartRefusal.HypervisorGone(),
        "powered off" => StartRefusal.PoweredOff(Server),
        _ => throw new ArgumentException(situation),
    };
}
