using Migrations.Drivers.Libvirt;

namespace Migrations.Tests.Drivers.Libvirt;

internal sealed class OwnerCacheTests
{
    private static readonly Guid Server = Guid.NewGuid();
    private static readonly NovaMetadata Metadata = new("name");

    [Test]
    public void Find_Kept_IsThatUntilForgotten()
    {
        var cache = new OwnerCache();
        cache.Keep(Server, Metadata, cache.Mark());
        Assert.That(cache.Find(Server), Is.EqualTo(Metadata));

        cache.Forget(Server);
        Assert.That(cache.Find(Server), Is.Null);
    }

    [Test]
    public void Keep_ChangedWhileItWasRead_IsNotKept()
    {
        var cache = new OwnerCache();
        var mark = cache.Mark();
        cache.Forget(Server);

        cache.Keep(Server, Metadata, mark);

        Assert.That(cache.Find(Server), Is.Null);
    }

    [Test]
    public void ForgetAll_Reconnected_ForgetsAlsoWhatIsBeingRead()
    {
        var cache = new OwnerCache();
        cache.Keep(Server, Metadata, cache.Mark());
        var mark = cache.Mark();

        cache.ForgetAll();
        cache.Keep(Guid.NewGuid(), Metadata, mark);

        Assert.That(cache.Find(Server), Is.Null);
    }
}
