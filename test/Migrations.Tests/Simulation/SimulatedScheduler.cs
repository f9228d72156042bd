namespace Migrations.Tests.Simulation;

/// <summary>Runs tasks on the test's own thread, in an order that a seed decides.</summary>
/// <remarks>
/// A real thread can lose the processor anywhere. Here it can when it starts a task and when it calls <see cref="Preempt"/>:
/// any number of others then run first. A task that leaves for the thread pool is a mistake, because no seed would repeat it.
/// </remarks>
internal sealed class SimulatedScheduler(Random random) : TaskScheduler
{
    private const int Deepest = 8;

    private static readonly Task Never = new TaskCompletionSource().Task;

    private readonly List<Task> _ready = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private int _depth;
    private volatile string? _escaped;

    public override int MaximumConcurrencyLevel => 1;

    public bool IsIdle => _ready.Count == 0;

    /// <summary>Called after every step of a task: a reader may look between any two.</summary>
    public Action Stepped { get; set; } = () => { };

    public Task Start(Func<Task> run) =>
        Task.Factory.StartNew(run, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    public bool IsDead { get; private set; }

    /// <summary>Runs what is ready; sometimes leaves tasks behind, as a busy machine does.</summary>
    public void Run()
    {
        if (_escaped is not null)
            throw new InvalidOperationException($"A task has come from another thread, so no seed repeats this run.\n{_escaped}");
        while (!IsIdle && random.Next(12) > 0)
            RunOne();
    }

    /// <summary>Runs until nothing is ready any more.</summary>
    public void RunToIdle()
    {
        while (!IsIdle)
            Run();
    }

    /// <summary>A point at which others may run first.</summary>
    public void Preempt()
    {
        while (!IsIdle && _depth < Deepest && random.Next(3) == 0)
            RunOne();
    }

    /// <summary>Lets others run first, any number of times. A dead process never comes back from here.</summary>
    public async Task PauseAsync()
    {
        if (IsDead)
            await Never;
        for (var pauses = random.Next(3); pauses > 0; pauses--)
            await Task.Yield();
    }

    /// <summary>Nothing runs here any more, as after kill -9.</summary>
    public void Kill()
    {
        IsDead = true;
        _ready.Clear();
    }

    protected override void QueueTask(Task task)
    {
        if (IsDead)
            return;
        if (Environment.CurrentManagedThreadId != _thread)
        {
            _escaped = Environment.StackTrace;
            return;
        }
        _ready.Add(task);
        // Only tasks that somebody starts have options. Continuations have none, and may come from under a lock.
        if (task.CreationOptions != TaskCreationOptions.None)
            Preempt();
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => _ready;

    private void RunOne()
    {
        var index = random.Next(_ready.Count);
        var task = _ready[index];
        _ready.RemoveAt(index);
        // A test runner's context would take the continuations away.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        _depth++;
        TryExecuteTask(task);
        _depth--;
        if (!IsDead)
            Stepped();
        SynchronizationContext.SetSynchronizationContext(context);
    }
}
