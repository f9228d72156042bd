using Migrations.Drivers.Libvirt.Servers;

namespace Migrations.Tests.Drivers.Libvirt.Servers;

internal sealed class MetadataCacheTests
{
    private static readonly Guid Server = Guid.NewGuid();
    private static readonly NovaMetadata Metadata = new("name");

    [Test]
    public void Find_Kept_IsThatUntilForgotten()
    {
        var cache = new MetadataCache();
        cache.Keep(Server, Metadata, cache.Mark());
        Assert.That(cache.Find(Server), Is.EqualTo(Metadata));

        cache.Drop(Server);
        Assert.That(cache.Find(Server), Is.Null);
    }

    [Test]
    public void Keep_ChangedWhileItWasRead_IsNotKept()
    {
        var cache = new MetadataCache();
        var mark = cache.Mark();
        cache.Drop(Server);

        cache.Keep(Server, Metadata, mark);

        Assert.That(cache.Find(Server), Is.Null);
    }

    [Test]
    public void ForgetAll_Reconnected_ForgetsAlsoWhatIsBeingRead()
    {
        var cache = new MetadataCache();
        cache.Keep(Server, Metadata, cache.Mark());
        var mark = cache.Mark();

        cache.DropAll();
        cache.Keep(Guid.NewGuid(), Metadata, mark);

        Assert.That(cache.Find(Server), Is.Null);
    }
}
