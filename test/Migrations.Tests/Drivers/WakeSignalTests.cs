using Microsoft.Extensions.Time.Testing;
using Migrations.Drivers;

namespace Migrations.Tests.Drivers;

public sealed class WakeSignalTests
{
    private readonly FakeTimeProvider _clock = new(Given.Now);
    private WakeSignal _signal = null!;

    [SetUp]
    public void Begin() => _signal = new WakeSignal(_clock);

    [Test]
    public void Wait_AfterAnyNumberOfWakes_ReturnsAtOnceAndOnlyOnce()
    {
        _signal.Wake();
        _signal.Wake();

        Assert.That(_signal.WaitAsync(CancellationToken.None).IsCompletedSuccessfully);
        Assert.That(_signal.WaitAsync(CancellationToken.None).IsCompleted, Is.False);
    }

    [Test]
    public async Task Wait_ThatIsWoken_Returns()
    {
        var waiting = _signal.WaitAsync(CancellationToken.None);
        Assert.That(waiting.IsCompleted, Is.False);

        _signal.Wake();

        await waiting;
    }

    [Test]
    public async Task Wait_WhenItsTimeIsUp_Returns()
    {
        var waiting = _signal.WaitAsync(TimeSpan.FromSeconds(2), CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(2) - TimeSpan.FromTicks(1));
        Assert.That(waiting.IsCompleted, Is.False);

        _clock.Advance(TimeSpan.FromTicks(1));

        await waiting;
    }

    [Test]
    public async Task TimeOfAWait_ThatWasWokenBefore_DoesNotEndTheNextOne()
    {
        _signal.Wake();
        await _signal.WaitAsync(TimeSpan.FromSeconds(2), CancellationToken.None);
        var next = _signal.WaitAsync(CancellationToken.None);

        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.That(next.IsCompleted, Is.False);
    }

    [Test]
    public void Wait_ThatIsCancelled_Throws()
    {
        using var cancel = new CancellationTokenSource();
        var waiting = _signal.WaitAsync(TimeSpan.FromSeconds(2), cancel.Token);

        cancel.Cancel();

        Assert.That(() => waiting, Throws.InstanceOf<OperationCanceledException>());
    }
}
