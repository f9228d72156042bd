namespace Migrations.Drivers;

/// <summary>Lets one loop sleep until somebody wakes it or its time is up; any number of wakes while it works count once.</summary>
public class WakeSignal(TimeProvider clock)
{
    private volatile TaskCompletionSource _woken = Asleep();

    public void Wake() => _woken.TrySetResult();

    /// <summary>Returns when woken: at once, if that was since the last wait.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public Task WaitAsync(CancellationToken cancellationToken) => WaitAsync(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Returns when woken or after <paramref name="atMost"/>, whichever comes first.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        using (clock.CreateTimer(static signal => ((WakeSignal)signal!).Wake(), this, atMost, Timeout.InfiniteTimeSpan))
        using (cancellationToken.UnsafeRegister(static signal => ((WakeSignal)signal!).Wake(), this))
            await _woken.Task;
        _woken = Asleep();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static TaskCompletionSource Asleep() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
