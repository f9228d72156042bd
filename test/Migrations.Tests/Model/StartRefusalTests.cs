namespace Migrations.Tests.Model;

/// <summary>Nova's texts of refused live migrations; clients and operators search for them.</summary>
public sealed class StartRefusalTests
{
    [Test]
    public void Message_OfEveryRefusal_IsNovas()
    {
        var server = Given.ServerUuid;
        Assert.That(
            new[]
            {
                StartRefusal.NoValidHost("There are not enough hosts available."),
                StartRefusal.HostUnavailable("compute-2"),
                StartRefusal.ToItself(server, "compute-1"),
                StartRefusal.PreCheck("it is too big"),
                StartRefusal.Cpu("no AVX"),
                StartRefusal.HypervisorType(),
                StartRefusal.HypervisorTooOld(),
                StartRefusal.NotLocalStorage("compute-2"),
                StartRefusal.NotSharedStorage("compute-2"),
                StartRefusal.HypervisorGone(),
                StartRefusal.NoAnswer("compute-2"),
            },
            Is.EqualTo(new[]
            {
                "No valid host was found. There are not enough hosts available.",
                "Compute service of compute-2 is unavailable at this time.",
                $"Unable to migrate instance ({server}) to current host (compute-1).",
                "Migration pre-check error: it is too big",
                "Unacceptable CPU info: no AVX",
                "The supplied hypervisor type of is invalid.",
                "The instance requires a newer hypervisor version than has been provided.",
                "compute-2 is not on local storage: Block migration can not be used with shared storage.",
                "compute-2 is not on shared storage: Shared storage live-migration requires either shared storage or boot-from-volume with no local disks.",
                "Connection to the hypervisor is broken on host",
                "Timeout while checking if we can live migrate to host: compute-2",
            }.Select(text => new StartRefusal(FaultKind.BadRequest, text, text))));
    }

    [Test]
    public void Details_OfARefusalByTheHypervisor_EndWithItsOwnText() =>
        Assert.That(StartRefusal.PreCheck("it is too big", "monitor says no"), Is.EqualTo(new StartRefusal(
            FaultKind.BadRequest, "Migration pre-check error: it is too big", "Migration pre-check error: it is too big (monitor says no)")));

    [Test]
    public void Message_OfAServerThatIsOff_IsThatOfAConflict() =>
        Assert.That(StartRefusal.PoweredOff(Given.ServerUuid), Is.EqualTo(new StartRefusal(FaultKind.Conflict,
            $"Cannot 'os-migrateLive' instance {Given.ServerUuid} while it is in power_state shutdown",
            $"Instance {Given.ServerUuid} in power_state shutdown. Cannot live migrate while the instance is in this state.")));
}
