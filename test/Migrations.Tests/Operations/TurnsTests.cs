using Migrations.Drivers;
using Migrations.Operations;

namespace Migrations.Tests.Operations;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TurnsTests
{
    private readonly WakeSignal _signal = new(TimeProvider.System);
    private readonly TaskCompletionSource<bool> _work = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Turns _turns;

    public TurnsTests() => _turns = new Turns(_signal);

    [Test]
    public async Task Turn_ThatHasEnded_IsUnderWayUntilItIsForgotten()
    {
        _turns.Start(7, () => _work.Task);
        _turns.ForgetEnded();
        Assert.That(_turns.IsUnderWay(7), Is.True);

        _work.SetResult(false);
        await _turns.EndAsync();
        Assert.That(_turns.IsUnderWay(7), Is.True);

        _turns.ForgetEnded();
        Assert.That(_turns.IsUnderWay(7), Is.False);
    }

    [Test]
    public async Task Turn_AfterWhichMoreMayFollow_WakesTheLoop()
    {
        _turns.Start(7, () => _work.Task);

        _work.SetResult(true);

        await _signal.WaitAsync(CancellationToken.None);
    }

    [Test]
    public async Task Turn_ThatFails_EndsLikeOneAfterWhichNothingFollows()
    {
        _turns.Start(7, () => throw new StoreUnavailableException("The disk is full."));

        await _turns.EndAsync();
        _turns.ForgetEnded();

        Assert.That(_turns.IsUnderWay(7), Is.False);
    }
}
