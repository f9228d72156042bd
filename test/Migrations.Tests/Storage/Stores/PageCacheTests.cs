using Migrations.Storage.Stores;

namespace Migrations.Tests.Storage.Stores;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PageCacheTests
{
    private readonly PageCache _pages = new();
    private int _reads;

    [Test]
    public void Page_AskedForAgain_IsTheSameAndNotReadAgain()
    {
        var first = _pages.Get(Query(10), Read);

        Assert.That(_pages.Get(Query(10), Read), Is.SameAs(first));
        Assert.That(_reads, Is.EqualTo(1));
    }

    [Test]
    public void Page_OfAnotherQuery_IsRead()
    {
        _pages.Get(Query(10), Read);

        _pages.Get(Query(11), Read);

        Assert.That(_reads, Is.EqualTo(2));
    }

    [Test]
    public void Page_AfterAChange_IsReadAgain()
    {
        _pages.Get(Query(10), Read);
        _pages.Clear();

        _pages.Get(Query(10), Read);

        Assert.That(_reads, Is.EqualTo(2));
    }

    [Test]
    public void Page_ReadWhileAChangeHappens_IsNotKept()
    {
        _pages.Get(Query(10), query =>
        {
            _pages.Clear();
            return Read(query);
        });

        _pages.Get(Query(10), Read);

        Assert.That(_reads, Is.EqualTo(2));
    }

    [Test]
    public void Marker_ThatIsNotThere_IsLookedForAgain()
    {
        Assert.That(_pages.Get(Query(10), _ => null), Is.Null);

        Assert.That(_pages.Get(Query(10), Read), Is.Not.Null);
    }

    [Test]
    public void Pages_ThatAreTooMany_AreReadEachTime()
    {
        for (var limit = 1; limit <= 100; limit++)
            _pages.Get(Query(limit), Read);

        _pages.Get(Query(1), Read);
        _pages.Get(Query(100), Read);

        Assert.That(_reads, Is.EqualTo(101));
    }

    private List<Migration> Read(MigrationQuery query)
    {
        _reads++;
        return [];
    }

    private static MigrationQuery Query(int limit) => new() { Limit = limit };
}
