using Migrations.Drivers;
using Migrations.Drivers.Libvirt;
using Migrations.Drivers.Libvirt.Starts;

namespace Migrations.Tests.Drivers.Libvirt.Starts;

internal sealed class DestinationChoiceTests
{
    private static readonly Guid Server = Guid.NewGuid();
    private static readonly DestinationChoice Three = Of("compute-3", "compute-1", "compute-2");

    [Test]
    public void All_Configured_AreInTheOrderOfTheirNamesWithWhatIsKnown()
    {
        var choice = new DestinationChoice(new Dictionary<string, DestinationOptions>
        {
            ["c-3"] = new() { Uri = "qemu+tls://c-3/system", Node = "node-3", Address = "192.0.2.3" },
            ["c-2"] = new() { Uri = "qemu+tls://c-2/system" },
        });

        Assert.That(choice.All, Is.EqualTo(new[] { new Destination("c-2"), new Destination("c-3", "node-3", "192.0.2.3") }));
    }

    [TestCase("compute-1", "compute-2")]
    [TestCase("compute-2", "compute-1")]
    [TestCase("elsewhere", "compute-1")]
    public void Choose_AnyHost_IsTheFirstThatIsNotThisOne(string host, string chosen) =>
        Assert.That(Three.Choose(Order(null), host).Compute, Is.EqualTo(chosen));

    [TestCase(true)]
    [TestCase(false)]
    public void Choose_NamedHost_IsThat(bool isForced) =>
        Assert.That(Three.Choose(Order("compute-3", isForced), "compute-1").Compute, Is.EqualTo("compute-3"));

    [Test]
    public void Choose_NoneConfigured_SaysSo()
    {
        AssertRefused("No valid host was found. There are no destinations configured (Libvirt:Destinations).", Of(), Order(null));
        AssertRefused("No valid host was found. There are no destinations but this host configured (Libvirt:Destinations).", Of("compute-1"), Order(null));
        AssertRefused("No valid host was found. compute-9 is not among the destinations configured (Libvirt:Destinations).", Three, Order("compute-9"));
    }

    [Test]
    public void Choose_ThisHost_IsRefusedAsNovaDoes()
    {
        AssertRefused($"Unable to migrate instance ({Server}) to current host (compute-1).", Three, Order("compute-1", isForced: true));
        AssertRefused("No valid host was found. There are not enough hosts available.", Three, Order("compute-1"));
    }

    [Test]
    public void Find_NoLongerConfigured_IsRefused() =>
        Assert.That(() => Three.Find(new Destination("compute-9")), Throws.TypeOf<StartRefusedException>().With.Message.Contains("compute-9"));

    private static DestinationChoice Of(params string[] hosts) => new(hosts.ToDictionary(host => host, _ => new DestinationOptions()));

    private static StartOrder Order(string? host, bool isForced = false) => new(Server, Guid.NewGuid(), host, isForced, DiskCopy.Auto);

    private static void AssertRefused(string message, DestinationChoice choice, StartOrder order) =>
        Assert.That(Assert.Throws<StartRefusedException>(() => choice.Choose(order, "compute-1"))!.Refusal.Message, Is.EqualTo(message));
}
