using System.Text;
using CsCheck;
using Migrations.Drivers.Libvirt.Servers;

namespace Migrations.Tests.Drivers.Libvirt.Servers;

[Category(Fuzz.Category)]
internal sealed class DomainDescriptionTests
{
    private const string Sound = """
        <domain type='qemu'>
          <name>instance-00000001</name>
          <metadata>
            <other:instance xmlns:other="urn:other"><other:name>not this</other:name></other:instance>
            <nova:instance xmlns:nova="http://openstack.org/xmlns/libvirt/nova/1.1">
              <nova:name>web-1</nova:name>
              <nova:owner>
                <nova:user uuid="u1">alice</nova:user>
                <nova:project uuid="p1">demo</nova:project>
              </nova:owner>
            </nova:instance>
          </metadata>
        </domain>
        """;

    [TestCase("1.0")]
    [TestCase("1.1")]
    public void Parse_WrittenByNova_IsReadWhateverTheVersion(string version) =>
        Assert.That(DomainDescription.Parse(Sound.Replace("1.1", version, StringComparison.Ordinal)), Is.EqualTo(new DomainDescription("web-1", "u1", "p1")));

    [TestCase("<domain><name>other</name></domain>")]
    [TestCase("<domain><metadata><instance><name>no namespace</name></instance></metadata></domain>")]
    [TestCase("<domain>")]
    [TestCase("")]
    public void Parse_NotWrittenByNova_IsNone(string xml) => Assert.That(DomainDescription.Parse(xml), Is.EqualTo(DomainDescription.None));

    [TestCase("<memory unit='KiB'>2048</memory>", 2L << 20)]
    [TestCase("<memory unit='MiB'>2048</memory>", null)]
    [TestCase("<memory>x</memory>", null)]
    public void Parse_Memory_IsReadInTheUnitThatLibvirtWrites(string memory, long? bytes) =>
        Assert.That(DomainDescription.Parse($"<domain>{memory}</domain>").MemoryBytes, Is.EqualTo(bytes));

    [Test]
    public void Parse_WithoutOwner_HasTheNameOnly() =>
        Assert.That(DomainDescription.Parse("""
            <domain><metadata><i:instance xmlns:i="http://openstack.org/xmlns/libvirt/nova/1.1"><i:name>n</i:name></i:instance></metadata></domain>
            """), Is.EqualTo(new DomainDescription("n")));

    [Test]
    public void Parse_OfADamagedDescription_NeverThrows() =>
        Damage.Of(Sound, "<", ">", "/>", "</", "&", "&amp;", "&x;", "<!DOCTYPE a [<!ENTITY x \"y\">]>", "<![CDATA[", "]]>", "<!--", "<?", "nova:", "xmlns=\"\"", "\0", "é", "\"")
            .Sample(xml => { _ = DomainDescription.Parse(Encoding.UTF8.GetString(xml)); }, iter: Fuzz.Times(5_000));
}
