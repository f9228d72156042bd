using Migrations.Drivers.Libvirt;
using Migrations.Drivers.Libvirt.Connections;
using Migrations.Drivers.Libvirt.Interop;
using Migrations.LibvirtTests.Interop;

namespace Migrations.LibvirtTests.Connections;

internal sealed class SessionTests : InteropTest
{
    private static readonly LibvirtOptions Options = new() { Uri = Uri };

    private readonly ActiveDomains _active = new();

    [Test]
    public void Find_DomainStays_IsTheSameHandle()
    {
        _active.Update([Domain]);
        using var session = Session.Open(Options, _active);
        var handle = session.Find(Domain);

        _active.Update([Domain]);

        Assert.That(session.Find(Domain), Is.SameAs(handle));
    }

    [Test]
    public void Find_DomainHasLeft_ItsHandleIsDroppedOnEveryConnection()
    {
        _active.Update([Domain]);
        using var first = Session.Open(Options, _active);
        using var second = Session.Open(Options, _active);
        DomainHandle[] handles = [first.Find(Domain)!, second.Find(Domain)!];

        _active.Update([]);
        first.Find(Guid.NewGuid());
        second.Find(Guid.NewGuid());

        Assert.That(handles.Select(handle => handle.IsClosed), Is.All.True);
    }

    [Test]
    public void Find_DomainLeftAndCameBack_IsAnotherHandle()
    {
        using var session = Session.Open(Options, _active);
        var before = session.Find(Domain);

        _active.Update([Guid.NewGuid()]);
        _active.Update([Domain]);

        Assert.That(session.Find(Domain)!.GetState().IsActive, Is.True);
        Assert.That(before!.IsClosed, Is.False);
    }

    [Test]
    public void GiveUp_Open_IsDead()
    {
        using var session = Session.Open(Options, _active);
        Assert.That(session.IsDead, Is.False);

        session.GiveUp();

        Assert.That(session.IsDead, Is.True);
    }
}
