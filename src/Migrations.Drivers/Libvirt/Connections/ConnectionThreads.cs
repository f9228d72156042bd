using System.Collections.Concurrent;
using Migrations.Drivers.Libvirt.Interop;
using Migrations.Settings;

namespace Migrations.Drivers.Libvirt.Connections;

/// <summary>A few threads, each with a connection of its own, for calls that block and may do so forever.</summary>
/// <remarks>
/// No two threads share a connection, because libvirt before 10.0 may leave one of them waiting for its answer until the
/// next keepalive. A thread whose call hangs, even while it connects, is missing from this group only, and comes back when
/// the call returns. Exceptions leave the thread as those of the driver port.
/// </remarks>
internal sealed class ConnectionThreads : IAsyncDisposable
{
    private const int MaxPending = 4096;

    private readonly BlockingCollection<PendingCall> _pending = new(MaxPending);
    private readonly List<Task> _threads = [];
    private readonly LibvirtOptions _options;
    private readonly TimeSpan _patience;
    private readonly Func<Session> _open;
    private readonly Func<Session, Session?> _afterCall;
    private readonly TimeProvider _clock;

    private ConnectionThreads(
        LibvirtOptions options, TimeSpan patience, Func<Session> open, Func<Session, Session?> afterCall, TimeProvider clock) =>
        (_options, _patience, _open, _afterCall, _clock) = (options, patience, open, afterCall, clock);

    /// <summary>Threads that use their connection as long as it lives.</summary>
    /// <param name="patience">How long an answer is waited for, the connection included.</param>
    public static ConnectionThreads WithLastingConnections(
        string name, int count, LibvirtOptions options, TimeSpan patience, Func<Session> open, TimeProvider clock) =>
        new ConnectionThreads(options, patience, open, LivingOrNull, clock).Start(name, count);

    /// <summary>Threads that close their connection after each call.</summary>
    /// <inheritdoc cref="WithLastingConnections"/>
    public static ConnectionThreads WithFreshConnections(
        string name, int count, LibvirtOptions options, TimeSpan patience, Func<Session> open, TimeProvider clock) =>
        new ConnectionThreads(options, patience, open, Close, clock).Start(name, count);

    /// <summary>Acts on a thread and a connection that end with the action, which may take as long as it likes.</summary>
    /// <inheritdoc cref="ActAsync"/>
    public static Task<T> ActAloneAsync<T>(
        string name, LibvirtOptions options, Func<Session> open, TimeProvider clock, Func<Session, T> action, CancellationToken cancellationToken)
    {
        var threads = WithFreshConnections(name, 1, options, options.ConnectTimeout, open, clock);
        var answer = threads.ActAsync(action, cancellationToken);
        threads._pending.CompleteAdding();
        return answer;
    }

    /// <summary>Asks on one of the threads. A question that was given up before it began is never asked.</summary>
    /// <exception cref="MigrationDriverException">
    /// <see cref="DriverErrorKind.Unreachable"/> without an answer within the patience; else what the call has thrown.
    /// </exception>
    public async Task<T> AskAsync<T>(Func<Session, T> question, CancellationToken cancellationToken)
    {
        var call = Enqueue(question);
        try
        {
            return await call.Answer.WaitAsync(_patience, _clock, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw call.TryClaim() ? Busy(nameof(LibvirtOptions.ReadTimeout)) : Unreachable(
                $"did not answer within {Patience(nameof(LibvirtOptions.ReadTimeout))}", e);
        }
        finally
        {
            call.TryClaim();
        }
    }

    /// <summary>Acts on one of the threads. An action that did not begin within the patience, or was given up before, is never begun.</summary>
    /// <remarks>An action that has begun is awaited without a limit, because its outcome would otherwise be unknown.</remarks>
    /// <exception cref="MigrationDriverException">
    /// <see cref="DriverErrorKind.Unreachable"/> when it did not begin; else what the action has thrown.
    /// </exception>
    public async Task<T> ActAsync<T>(Func<Session, T> action, CancellationToken cancellationToken)
    {
        var call = Enqueue(action);
        try
        {
            return await call.Answer.WaitAsync(_patience, _clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            return call.TryClaim() ? throw Busy(nameof(LibvirtOptions.ConnectTimeout)) : await call.Answer.WaitAsync(cancellationToken);
        }
        finally
        {
            call.TryClaim();
        }
    }

    /// <summary>Lets the threads close their connections and end. Those that hang end with the process.</summary>
    public async ValueTask DisposeAsync()
    {
        _pending.CompleteAdding();
        await Task.WhenAny(Task.WhenAll(_threads), Task.Delay(TimeSpan.FromSeconds(1), _clock));
    }

    private ConnectionThreads Start(string name, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var ended = new TaskCompletionSource();
            _threads.Add(ended.Task);
            new Thread(() => Work(ended)) { IsBackground = true, Name = $"libvirt {name}" }.Start();
        }

        return this;
    }

    private PendingCall<T> Enqueue<T>(Func<Session, T> call)
    {
        var pending = new PendingCall<T>(call);
        return _pending.TryAdd(pending, 0, CancellationToken.None) ? pending : throw Unreachable($"has {MaxPending} calls to answer");
    }

    private void Work(TaskCompletionSource ended)
    {
        Session? session = null;
        foreach (var call in _pending.GetConsumingEnumerable())
        {
            if (!call.IsClaimed)
                session = Make(call, session);
        }

        session?.Dispose();
        ended.SetResult();
    }

    /// <returns>The session for the next call, or null for a new one.</returns>
    private Session? Make(PendingCall call, Session? session)
    {
        try
        {
            session = (session is null ? null : LivingOrNull(session)) ?? _open();
        }
        catch (Exception e)
        {
            call.Fail(e);
            return null;
        }

        // Only now: a call that was given up while its connection was opened must not be made.
        if (call.TryClaim())
            call.Make(session);
        return _afterCall(session);
    }

    private MigrationDriverException Busy(string setting) =>
        Unreachable($"could not be asked within {Patience(setting)}: earlier calls still wait for it");

    private string Patience(string setting) => $"{Duration.Format(_patience)} ({LibvirtOptions.Section}:{setting})";

    private MigrationDriverException Unreachable(string what, Exception? inner = null) =>
        new(DriverErrorKind.Unreachable, $"libvirtd at {_options.Uri} {what}.", inner);

    private static Session? LivingOrNull(Session session) => session.IsDead ? Close(session) : session;

    private static Session? Close(Session session)
    {
        session.Dispose();
        return null;
    }
}

/// <summary>A call that waits for a thread. Either its thread claims it to make it, or its caller claims it to give it up; the first claim wins.</summary>
internal abstract class PendingCall
{
    private int _claimed;

    public bool IsClaimed => Volatile.Read(ref _claimed) != 0;

    /// <returns>Whether this is the first claim.</returns>
    public bool TryClaim() => Interlocked.Exchange(ref _claimed, 1) == 0;

    /// <summary>Makes the call, once it is claimed. A session whose connection breaks is given up.</summary>
    public abstract void Make(Session session);

    /// <summary>Answers with a failure, in the terms of the driver port.</summary>
    public abstract void Fail(Exception failure);
}

/// <inheritdoc/>
internal sealed class PendingCall<T>(Func<Session, T> call) : PendingCall
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Answer => _answer.Task;

    public override void Make(Session session)
    {
        try
        {
            _answer.SetResult(call(session));
        }
        catch (Exception e)
        {
            if (LibvirtException.Translate(e) is MigrationDriverException { Kind: DriverErrorKind.Unreachable })
                session.GiveUp();
            Fail(e);
        }
    }

    public override void Fail(Exception failure)
    {
        _answer.SetException(LibvirtException.Translate(failure));
        // The caller may be gone: the failure is observed here, so that it does not surface as an unobserved one.
        _ = _answer.Task.Exception;
    }
}
