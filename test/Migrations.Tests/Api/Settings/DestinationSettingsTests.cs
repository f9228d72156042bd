using Microsoft.Extensions.Configuration;
using Migrations.Drivers.Libvirt;

namespace Migrations.Tests.Api.Settings;

/// <summary>Settings of a section that has any number of entries, each under a name of the operator's own.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DestinationSettingsTests : IDisposable
{
    private readonly SettingsFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void Destinations_OfEverySource_AreReadUnderTheirNames()
    {
        _folder.Write("appsettings.json", """
            { "Libvirt": { "Destinations": {
              "node-2.example.org": { "Uri": "qemu+tls://node-2/system", "Node": "node-2" }
            } } }
            """);
        _folder.Environment["Libvirt__Destinations__node-3__Uri"] = "qemu+ssh://root@node-3/system";
        string[] args = ["--libvirt:destinations:Node-4:uri=qemu+tcp://[::1]/system", "--Libvirt:Destinations:Node-4:Address=192.0.2.4"];

        var options = new LibvirtOptions();
        _folder.Read(args).Configuration.GetSection(LibvirtOptions.Section).Bind(options);

        Assert.That(options.Destinations.Select(known => (known.Key, known.Value.Uri, known.Value.Node, known.Value.Address)), Is.EquivalentTo(new[]
        {
            ("node-2.example.org", "qemu+tls://node-2/system", "node-2", (string?)null),
            ("node-3", "qemu+ssh://root@node-3/system", null, null),
            ("Node-4", "qemu+tcp://[::1]/system", null, "192.0.2.4"),
        }));
        Assert.That(_folder.Print(args), Does.Contain($"Libvirt:Destinations:node-2.example.org:Node node-2 ({_folder.Root}/appsettings.json, line 2)")
            .And.Contain("Libvirt:Destinations:node-3:Uri qemu+ssh://***@node-3/system (environment variable Libvirt__Destinations__node-3__Uri)")
            .And.Contain("Libvirt:Destinations:Node-4:Address 192.0.2.4 (command line)")
            .And.Not.Contain("HOST"));
    }

    [Test]
    public void Destination_OfTwoSources_IsOne() =>
        Assert.That(_folder.Read("--Libvirt:Destinations:c-2:Uri=qemu+tcp://a/system", "--Libvirt:Destinations:C-2:Node=c2").Mistakes, Is.Empty);

    [Test]
    public void Destinations_WithoutUris_AreEachRefused() =>
        Assert.That(_folder.Read("--Libvirt:Destinations:c-3:Address=192.0.2.3", "--Libvirt:Destinations:c-2:Node=c2", "--Libvirt:Destinations:c-2:Address=192.0.2.2").Mistakes,
            Is.EqualTo(new[]
            {
                "Libvirt:Destinations:c-2:Uri is not set: write the libvirt URI of the host, such as qemu+tls://compute-2/system.",
                "Libvirt:Destinations:c-3:Uri is not set: write the libvirt URI of the host, such as qemu+tls://compute-2/system.",
            }));

    [Test]
    public void Destination_WithoutAnything_IsRefused()
    {
        var path = _folder.Write("appsettings.json", """{ "Libvirt": { "Destinations": { "c-2": { } } } }""");

        Assert.That(_folder.Read().Mistakes, Is.EqualTo(new[]
        {
            $"Libvirt:Destinations:c-2 ({path}, line 1) is a section: write one of its settings, such as Libvirt:Destinations:c-2:Uri.",
        }));
    }
}
