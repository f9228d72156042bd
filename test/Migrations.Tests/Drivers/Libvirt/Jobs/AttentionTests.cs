using CsCheck;
using Migrations.Drivers.Libvirt.Jobs;

namespace Migrations.Tests.Drivers.Libvirt.Jobs;

internal sealed class AttentionTests
{
    private static readonly Func<Guid, bool> Nobody = _ => false;

    private static readonly Gen<Guid[]> Domains = Gen.Guid.Array[0, 60];

    [Test]
    public void Take_AtFirst_AsksAll() => Domains.Sample(active =>
        Assert.That(new Attention().Take(active, Nobody), Is.EqualTo(active)));

    [Test]
    public void Take_AfterALoss_AsksAllOnce() => Domains.Sample(active =>
    {
        var attention = AfterTheFirstList();
        attention.MarkAll();

        Assert.That(attention.Take(active, Nobody), Is.EqualTo(active));
        Assert.That(Enumerable.Range(0, Attention.Turns).Sum(_ => attention.Take(active, Nobody).Count), Is.EqualTo(active.Length));
    });

    [Test]
    public void Take_OfIdleDomains_AsksEachOnceInItsTurns() => Domains.Sample(active =>
    {
        var attention = AfterTheFirstList();

        var asked = Enumerable.Range(0, Attention.Turns).SelectMany(_ => attention.Take(active, Nobody));

        Assert.That(asked, Is.EquivalentTo(active));
    });

    [Test]
    public void Take_WhileOthersComeAndGo_AsksTheLastingOnesInTime() =>
        Gen.Select(Gen.Guid, Domains.Array[Attention.Turns]).Sample((lasting, others) =>
        {
            var attention = AfterTheFirstList();

            Assert.That(others.SelectMany(other => attention.Take([lasting, .. other], Nobody)), Has.Member(lasting));
        });

    [Test]
    public void Take_OfAMarkedDomain_AsksItOnceMore()
    {
        var server = Guid.NewGuid();
        Guid[] active = [server];
        var attention = AfterTheFirstList();
        while (attention.Take(active, Nobody).Count == 0)
            continue;

        attention.Mark(server);
        attention.Mark(Guid.NewGuid());

        Assert.That(attention.Take(active, Nobody), Is.EqualTo(active));
        Assert.That(attention.Take(active, Nobody), Is.Empty);
    }

    [Test]
    public void Take_OfADomainThatMayHaveAJob_AsksItAlways()
    {
        var server = Guid.NewGuid();
        var attention = AfterTheFirstList();

        Assert.That(Enumerable.Range(0, Attention.Turns).Select(_ => attention.Take([server], each => each == server)),
            Is.All.EqualTo(new[] { server }));
    }

    private static Attention AfterTheFirstList()
    {
        var attention = new Attention();
        attention.Take([], Nobody);
        return attention;
    }
}
