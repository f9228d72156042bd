using System.Text;
using CsCheck;
using Migrations.Drivers;
using Migrations.Drivers.Libvirt;
using Migrations.Drivers.Libvirt.Interop;
using Migrations.Drivers.Libvirt.Starts;
using static Migrations.Drivers.Libvirt.Interop.virDomainMigrateFlags;
using static Migrations.Drivers.Libvirt.Interop.virDomainPausedReason;
using static Migrations.Drivers.Libvirt.Interop.virDomainState;

namespace Migrations.Tests.Drivers.Libvirt.Starts;

[Category(Fuzz.Category)]
internal sealed class MigrationPlanTests
{
    private const virDomainMigrateFlags Always =
        VIR_MIGRATE_LIVE | VIR_MIGRATE_PEER2PEER | VIR_MIGRATE_PERSIST_DEST | VIR_MIGRATE_UNDEFINE_SOURCE;

    private const string Disk = "<disk type='file'><source file='/a.img'/><target dev='vda'/></disk>";
    private static readonly Guid Server = Guid.NewGuid();
    private static readonly DomainState Running = new(VIR_DOMAIN_RUNNING, 1);
    private static readonly DomainState Paused = new(VIR_DOMAIN_PAUSED, (int)VIR_DOMAIN_PAUSED_USER);

    [Test]
    public void Flags_WithoutDisksOrPermissions_AreThoseOfNova()
    {
        Assert.That(Plan().Flags, Is.EqualTo(Always));
        Assert.That((uint)Plan().Flags, Is.EqualTo(27));
    }

    [TestCase(BlockMigrationChoices.Incremental, VIR_MIGRATE_NON_SHARED_INC)]
    [TestCase(BlockMigrationChoices.Full, VIR_MIGRATE_NON_SHARED_DISK)]
    public void Flags_WithDisks_CopyThemAsConfigured(string choice, virDomainMigrateFlags flag)
    {
        var options = new LibvirtOptions { BlockMigration = choice };

        Assert.That(Plan(options, Disk).Flags, Is.EqualTo(Always | flag));
        Assert.That(Plan(options, Disk).Disks, Is.EqualTo(new[] { "vda" }));
    }

    [TestCase(DiskCopy.None, Disk)]
    [TestCase(DiskCopy.All, "<disk type='network'><source protocol='rbd'/><target dev='vda'/></disk>")]
    public void Flags_WithNothingToCopy_CopyNothing(DiskCopy disks, string devices)
    {
        var plan = Plan(devices: devices, disks: disks);

        Assert.That((plan.Flags, plan.Disks.Count), Is.EqualTo((Always, 0)));
    }

    [TestCase(true, false, false, VIR_MIGRATE_POSTCOPY)]
    [TestCase(true, true, false, VIR_MIGRATE_POSTCOPY)]
    [TestCase(false, true, false, VIR_MIGRATE_AUTO_CONVERGE)]
    [TestCase(true, false, true, (virDomainMigrateFlags)0)]
    [TestCase(true, true, true, VIR_MIGRATE_AUTO_CONVERGE)]
    public void Flags_Permissions_ArePostCopyFirstAndNeverForAPausedServer(bool postCopy, bool autoConverge, bool isPaused, virDomainMigrateFlags flag) =>
        Assert.That(Plan(new LibvirtOptions { PermitPostCopy = postCopy, PermitAutoConverge = autoConverge }, state: isPaused ? Paused : Running).Flags,
            Is.EqualTo(Always | flag));

    [TestCase("<hostdev mode='subsystem' type='pci'/>", "has a device of this host")]
    [TestCase("<interface type='hostdev'/>", "has a device of this host")]
    public void Plan_DeviceOfTheHost_IsRefused(string device, string reason) =>
        Assert.That(Refusal(() => Plan(devices: device)), Does.Contain(reason));

    [TestCase("http://openstack.org/xmlns/libvirt/nova/1.1", true)]
    [TestCase("http://openstack.org/xmlns/libvirt/nova/1.0", true)]
    [TestCase("urn:other", false)]
    public void Plan_MetadataOfNova_IsRefused(string space, bool isRefused)
    {
        var xml = $"<domain><metadata><n:instance xmlns:n='{space}'/></metadata></domain>";

        if (isRefused)
            Assert.That(Refusal(() => Of(xml)), Is.EqualTo($"Migration pre-check error: instance {Server} belongs to Nova; start its migration there."));
        else
            Assert.That(Of(xml).Flags, Is.EqualTo(Always));
    }

    [TestCase(VIR_DOMAIN_PMSUSPENDED, 1, "is suspended")]
    [TestCase(VIR_DOMAIN_PAUSED, (int)VIR_DOMAIN_PAUSED_STARTING_UP, "is being migrated already")]
    [TestCase(VIR_DOMAIN_PAUSED, (int)VIR_DOMAIN_PAUSED_MIGRATION, "is being migrated already")]
    [TestCase(VIR_DOMAIN_SHUTOFF, 1, "while it is in power_state shutdown")]
    [TestCase(VIR_DOMAIN_CRASHED, 0, "while it is in power_state shutdown")]
    public void Plan_StateThatCannotBeMigrated_IsRefused(virDomainState state, int reason, string words) =>
        Assert.That(Refusal(() => Plan(state: new DomainState(state, reason))), Does.Contain(words));

    [TestCase("")]
    [TestCase("<domain>")]
    public void Plan_UnreadableXml_IsRefused(string xml) => Assert.That(Refusal(() => Of(xml)), Does.Contain("cannot be read"));

    [Test]
    public void Plan_OfADamagedDescription_IsAPlanOrARefusal() =>
        Damage.Of($"<domain><devices>{Disk}<interface type='network'/></devices></domain>", "<", ">", "/>", "&#0;", "&x;", "<hostdev/>", "<source/>", "'", "\0", "é")
            .Sample(xml =>
            {
                try
                {
                    return !Of(Encoding.UTF8.GetString(xml)).Flags.HasFlag(VIR_MIGRATE_NON_SHARED_DISK);
                }
                catch (StartRefusedException)
                {
                    return true;
                }
            }, iter: Fuzz.Times(2_000));

    private static MigrationPlan Plan(LibvirtOptions? options = null, string devices = "", DiskCopy disks = DiskCopy.Auto, DomainState? state = null) =>
        Of($"<domain><devices>{devices}</devices></domain>", options, disks, state);

    private static MigrationPlan Of(string xml, LibvirtOptions? options = null, DiskCopy disks = DiskCopy.Auto, DomainState? state = null) => MigrationPlan.Of(
        new DomainFacts("compute-1", state ?? Running, xml), new StartOrder(Server, Guid.NewGuid(), null, false, disks), options ?? new LibvirtOptions(), new SharedStorage([], []));

    private static string Refusal(Func<MigrationPlan> plan) =>
        Assert.Throws<StartRefusedException>(() => plan())!.Refusal.Message;
}
