using Microsoft.Extensions.Time.Testing;

namespace Migrations.Testing;

/// <summary>A clock that only the test moves, and that tells when somebody waits for it.</summary>
/// <remarks>
/// A loop that runs beside the test arms a timer when it has nothing more to do. A test that waits for that before it
/// moves the time does not depend on how threads are scheduled.
/// </remarks>
internal sealed class SteppedClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly List<Alarm> _armed = [];
    private TaskCompletionSource _oneMore = NewSignal();

    public SteppedClock()
        : this(new DateTimeOffset(2026, 1, 29, 13, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>Waits until a timer is armed that is due at most this far ahead.</summary>
    /// <param name="loop">The loop whose timer is waited for; anybody's when null.</param>
    /// <remarks>A periodic timer counts until it fires for the first time.</remarks>
    /// <exception cref="TimeoutException">There is none within a minute of real time.</exception>
    public async Task ArmedAsync(TimeSpan within, LoopClock? loop = null)
    {
        while (FirstDue(within, loop, out var oneMore) is null)
            await oneMore.WaitAsync(Deadline);
    }

    /// <summary>Waits as <see cref="ArmedAsync"/> does, and moves the time to where the first such timer is due.</summary>
    /// <exception cref="TimeoutException">There is none within a minute of real time.</exception>
    public async Task StepAsync(TimeSpan within, LoopClock? loop = null)
    {
        await ArmedAsync(within, loop);
        Step(within, loop, out _);
    }

    /// <summary>Steps until the task has ended.</summary>
    /// <exception cref="TimeoutException">It neither ends nor waits for the clock within a minute of real time.</exception>
    /// <param name="within">Longer timers are deadlines of work that is under way; they are not waited for.</param>
    public async Task<T> StepUntilAsync<T>(Task<T> task, TimeSpan within)
    {
        while (!task.IsCompleted)
            if (!Step(within, loop: null, out var oneMore))
                await Task.WhenAny(task, oneMore).WaitAsync(Deadline);
        return await task;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        CreateTimer(callback, state, dueTime, period, loop: null);

    internal ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period, LoopClock? loop)
    {
        var alarm = new Alarm(this, callback, state, loop);
        alarm.Timer = base.CreateTimer(alarm.Fire, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        alarm.Change(dueTime, period);
        return alarm;
    }

    private bool Step(TimeSpan within, LoopClock? loop, out Task oneMore)
    {
        if (FirstDue(within, loop, out oneMore) is not { } due)
            return false;
        SetUtcNow(due);
        return true;
    }

    private DateTimeOffset? FirstDue(TimeSpan within, LoopClock? loop, out Task oneMore)
    {
        lock (_gate)
        {
            oneMore = _oneMore.Task;
            var due = _armed.Where(alarm => loop is null || alarm.Loop == loop).Min(alarm => (DateTimeOffset?)alarm.Due);
            return due - GetUtcNow() <= within ? due : null;
        }
    }

    private void Arm(Alarm alarm, TimeSpan dueTime)
    {
        TaskCompletionSource oneMore;
        lock (_gate)
        {
            if (alarm.IsOver)
                return;
            // Counted from now, when the fake clock has its timer: never too early, so that a step always reaches it.
            alarm.Due = GetUtcNow() + dueTime;
            _armed.Add(alarm);
            (oneMore, _oneMore) = (_oneMore, NewSignal());
        }
        oneMore.SetResult();
    }

    private void Disarm(Alarm alarm, bool isOver)
    {
        lock (_gate)
        {
            alarm.IsOver = isOver;
            _armed.Remove(alarm);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A timer of the fake clock that is in the list of armed ones until it fires.</summary>
    /// <remarks>
    /// A timer may be ended while its own callback changes it. The timer of the fake clock is no match for that: it would call null.
    /// </remarks>
    private sealed class Alarm(SteppedClock clock, TimerCallback callback, object? state, LoopClock? loop) : ITimer
    {
        private readonly Lock _turn = new();
        private bool _isEnded;

        public LoopClock? Loop => loop;

        public ITimer Timer { get; set; } = null!;

        public DateTimeOffset Due { get; set; }

        public bool IsOver { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_turn)
            {
                if (_isEnded)
                    return false;
                clock.Disarm(this, isOver: dueTime == Timeout.InfiniteTimeSpan);
                var isChanged = Timer.Change(dueTime, period);
                clock.Arm(this, dueTime);
                return isChanged;
            }
        }

        public void Fire(object? _)
        {
            clock.Disarm(this, isOver: true);
            callback(state);
        }

        public void Dispose()
        {
            lock (_turn)
            {
                _isEnded = true;
                clock.Disarm(this, isOver: true);
                Timer.Dispose();
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
