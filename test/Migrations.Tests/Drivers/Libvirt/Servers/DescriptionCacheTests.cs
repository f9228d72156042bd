using Migrations.Drivers.Libvirt.Servers;

namespace Migrations.Tests.Drivers.Libvirt.Servers;

internal sealed class DescriptionCacheTests
{
    private static readonly Guid Server = Guid.NewGuid();
    private static readonly DomainDescription Description = new("name");

    [Test]
    public void Find_Kept_IsThatUntilForgotten()
    {
        var cache = new DescriptionCache();
        cache.Keep(Server, Description, cache.Mark());
        Assert.That(cache.Find(Server), Is.EqualTo(Description));

        cache.Drop(Server);
        Assert.That(cache.Find(Server), Is.Null);
    }

    [Test]
    public void Keep_ChangedWhileItWasRead_IsNotKept()
    {
        var cache = new DescriptionCache();
        var mark = cache.Mark();
        cache.Drop(Server);

        cache.Keep(Server, Description, mark);

        Assert.That(cache.Find(Server), Is.Null);
    }

    [Test]
    public void ForgetAll_Reconnected_ForgetsAlsoWhatIsBeingRead()
    {
        var cache = new DescriptionCache();
        cache.Keep(Server, Description, cache.Mark());
        var mark = cache.Mark();

        cache.DropAll();
        cache.Keep(Guid.NewGuid(), Description, mark);

        Assert.That(cache.Find(Server), Is.Null);
    }
}
