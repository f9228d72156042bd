using Microsoft.Extensions.Time.Testing;
using Migrations.Drivers;
using Migrations.Drivers.Libvirt;
using Migrations.Drivers.Libvirt.Connections;
using Migrations.Drivers.Libvirt.Interop;
using Migrations.LibvirtTests.Interop;

namespace Migrations.LibvirtTests.Connections;

[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ConnectionThreadsTests : InteropTest, IAsyncDisposable
{
    private static readonly LibvirtOptions Options = new() { Uri = Uri };
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly FakeTimeProvider _clock = new();
    private readonly TaskCompletionSource _gate = new();
    private readonly TaskCompletionSource _begun = new();
    private readonly ConnectionThreads _lasting;
    private readonly ConnectionThreads _fresh;
    private Action _beforeOpening = () => { };

    public ConnectionThreadsTests()
    {
        _lasting = ConnectionThreads.WithLastingConnections("test", 1, Options, Patience, Open, _clock);
        _fresh = ConnectionThreads.WithFreshConnections("test", 1, Options, Patience, Open, _clock);
    }

    public async ValueTask DisposeAsync()
    {
        _gate.TrySetResult();
        await _lasting.DisposeAsync();
        await _fresh.DisposeAsync();
    }

    [Test]
    public async Task Ask_LastingConnections_UsesOneForAllCalls()
    {
        var first = await _lasting.AskAsync(session => session, default);

        Assert.That(await _lasting.AskAsync(session => session, default), Is.SameAs(first));
    }

    [Test]
    public async Task Act_FreshConnections_UsesOnePerCall()
    {
        var first = await _fresh.ActAsync(session => session, default);

        Assert.That(await _fresh.ActAsync(session => session, default), Is.Not.SameAs(first));
    }

    [Test]
    public async Task Ask_ConnectionBreaks_IsUnreachableAndTheNextHasANewConnection()
    {
        var broken = await _lasting.AskAsync(session => session, default);

        await Assert.ThatAsync(() => _lasting.AskAsync<int>(_ => throw new LibvirtException(
            virErrorNumber.VIR_ERR_RPC, virErrorDomain.VIR_FROM_RPC, "broken"), default), Fails(DriverErrorKind.Unreachable));

        Assert.That(await _lasting.AskAsync(session => session, default), Is.Not.SameAs(broken));
    }

    [Test]
    public async Task Ask_LibvirtRefuses_KeepsTheConnection()
    {
        var session = await _lasting.AskAsync(session => session, default);

        await Assert.ThatAsync(() => _lasting.AskAsync<int>(_ => throw new LibvirtException(
            virErrorNumber.VIR_ERR_OPERATION_INVALID, virErrorDomain.VIR_FROM_NONE, "no"), default), Fails(DriverErrorKind.NoSuchJob));

        Assert.That(await _lasting.AskAsync(session => session, default), Is.SameAs(session));
    }

    [Test]
    public async Task Ask_UnexpectedException_IsAFailureOfTheDriver([Values] bool whileConnecting)
    {
        _beforeOpening = () => _ = whileConnecting ? throw new InvalidCastException("a bug") : 0;

        await Assert.ThatAsync(() => _lasting.AskAsync<int>(_ => throw new InvalidCastException("a bug"), default),
            Fails(DriverErrorKind.Failed).And.Message.Contains("a bug"));

        _beforeOpening = () => { };
        Assert.That(await _lasting.AskAsync(_ => 7, default), Is.EqualTo(7));
    }

    [Test]
    public async Task Ask_NoAnswerInTime_IsUnreachable()
    {
        var call = _lasting.AskAsync(_ => Hang(), default);
        await _begun.Task;

        _clock.Advance(Patience);

        await Assert.ThatAsync(() => call, Fails(DriverErrorKind.Unreachable).And.Message.Contains("did not answer"));
    }

    [Test]
    public async Task Act_BegunInTime_IsWaitedForHoweverLong()
    {
        var call = _fresh.ActAsync(_ => Hang(), default);
        await _begun.Task;

        _clock.Advance(Patience * 100);
        _gate.SetResult();

        Assert.That(await call, Is.True);
    }

    [Test]
    public async Task Act_NotBegunInTime_IsUnreachableAndNeverMade()
    {
        var hung = _fresh.ActAsync(_ => Hang(), default);
        await _begun.Task;
        var isMade = false;
        var call = _fresh.ActAsync(_ => isMade = true, default);

        _clock.Advance(Patience);
        await Assert.ThatAsync(() => call, Fails(DriverErrorKind.Unreachable)
            .And.Message.Contains("could not be asked within 2s (Libvirt:ConnectTimeout)"));
        _gate.SetResult();

        await hung;
        await _fresh.ActAsync(_ => true, default);
        Assert.That(isMade, Is.False);
    }

    [Test]
    public async Task Act_GivenUpWhileItsConnectionOpens_IsNeverMade()
    {
        _beforeOpening = () => Hang();
        using var given = new CancellationTokenSource();
        var isMade = false;
        var call = _fresh.ActAsync(_ => isMade = true, given.Token);
        await _begun.Task;

        await given.CancelAsync();
        await Assert.ThatAsync(() => call, Throws.InstanceOf<OperationCanceledException>());
        _gate.SetResult();

        await _fresh.ActAsync(_ => true, default);
        Assert.That(isMade, Is.False);
    }

    [Test]
    public async Task Act_GivenUpAtAnyMoment_IsMadeOnceOrNeverAsTheCallerWasTold()
    {
        var random = new Random(7);
        for (var i = 0; i < 500; i++)
        {
            using var given = new CancellationTokenSource();
            var made = 0;
            var call = _lasting.ActAsync(_ => Interlocked.Increment(ref made), given.Token);
            Thread.SpinWait(random.Next(20_000));
            await given.CancelAsync();

            var answered = await call.ContinueWith(ended => ended.IsCompletedSuccessfully, TaskScheduler.Default);
            var madeWhenAnswered = Volatile.Read(ref made);
            await _lasting.ActAsync(_ => true, default);

            Assert.That(made, answered ? Is.EqualTo(1) : Is.LessThanOrEqualTo(1));
            Assert.That(answered, Is.Not.True.Or.EqualTo(madeWhenAnswered == 1));
        }
    }

    [Test]
    public async Task ActAlone_AnotherHangs_DoesNotWaitForIt()
    {
        var hung = ConnectionThreads.ActAloneAsync("test", Options, Open, _clock, _ => Hang(), default);
        await _begun.Task;

        Assert.That(await ConnectionThreads.ActAloneAsync("test", Options, Open, _clock, _ => 7, default), Is.EqualTo(7));

        _clock.Advance(Options.ConnectTimeout * 100);
        _gate.SetResult();
        Assert.That(await hung, Is.True);
    }

    private Session Open()
    {
        _beforeOpening();
        return Session.Open(Options, new ActiveDomains());
    }

    private bool Hang()
    {
        _begun.TrySetResult();
        _gate.Task.Wait();
        return true;
    }

    private static NUnit.Framework.Constraints.EqualConstraint<DriverErrorKind> Fails(DriverErrorKind kind) =>
        Throws.TypeOf<MigrationDriverException>().With.Property(nameof(MigrationDriverException.Kind)).EqualTo(kind);
}
