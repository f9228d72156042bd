using System.Collections.Concurrent;
using Migrations.Drivers.Libvirt.Interop;

namespace Migrations.Drivers.Libvirt;

/// <summary>A few threads, each with a connection of its own, for calls that block and may do so for ever.</summary>
/// <remarks>
/// No two threads share a connection: libvirt before 10.0 may leave one of them waiting for its answer until the next
/// keepalive. A thread whose call hangs, and even one that hangs in connecting, is missed here only, and comes back when
/// libvirt lets it go.
/// </remarks>
internal sealed class SessionLane : IAsyncDisposable
{
    private const int Room = 4096;

    private readonly BlockingCollection<ILaneCall> _waiting = new(Room);
    private readonly List<Task> _threads = [];
    private readonly Func<LibvirtSession> _open;
    private readonly bool _keepsOpen;
    private readonly TimeProvider _clock;

    /// <param name="keepsOpen">Whether a connection is used again, or closed after each call.</param>
    public SessionLane(string name, int threads, Func<LibvirtSession> open, bool keepsOpen, TimeProvider clock)
    {
        (_open, _keepsOpen, _clock) = (open, keepsOpen, clock);
        for (var i = 0; i < threads; i++)
        {
            var ended = new TaskCompletionSource();
            _threads.Add(ended.Task);
            new Thread(() => Work(ended)) { IsBackground = true, Name = $"libvirt {name}" }.Start();
        }
    }

    /// <summary>Makes the call on one of the threads. Not begun in time, or cancelled before, it is never made.</summary>
    /// <param name="seesItThrough">Whether a call that was begun in time is waited for however long it takes.</param>
    /// <exception cref="LaneBusyException">It was not begun in time.</exception>
    /// <exception cref="TimeoutException">It was begun, and did not return in time; it may still be made to its end.</exception>
    public async Task<T> RunAsync<T>(
        Func<LibvirtSession, T> call, TimeSpan patience, bool seesItThrough, CancellationToken cancellationToken)
    {
        var made = new LaneCall<T>(call);
        if (!_waiting.TryAdd(made, 0, CancellationToken.None))
            throw new LaneBusyException();
        try
        {
            return await made.Answer.WaitAsync(patience, _clock, cancellationToken);
        }
        catch (TimeoutException) when (made.TryGiveUp())
        {
            throw new LaneBusyException();
        }
        catch (TimeoutException) when (seesItThrough)
        {
            return await made.Answer.WaitAsync(cancellationToken);
        }
        finally
        {
            made.TryGiveUp();
        }
    }

    /// <summary>Lets the threads close their connections and end; those that hang go down with the process.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.CompleteAdding();
        await Task.WhenAny(Task.WhenAll(_threads), Task.Delay(TimeSpan.FromSeconds(1), _clock));
    }

    private void Work(TaskCompletionSource ended)
    {
        LibvirtSession? session = null;
        foreach (var call in _waiting.GetConsumingEnumerable())
            session = Make(call, session);
        session?.Dispose();
        ended.SetResult();
    }

    /// <returns>The session to go on with.</returns>
    private LibvirtSession? Make(ILaneCall call, LibvirtSession? session)
    {
        if (call.IsGivenUp)
            return session;
        try
        {
            session = LivingOrNull(session) ?? _open();
        }
        catch (LibvirtException e)
        {
            call.Fail(e);
            return null;
        }

        call.Make(session);
        return _keepsOpen ? LivingOrNull(session) : Close(session);
    }

    private static LibvirtSession? LivingOrNull(LibvirtSession? session) =>
        session is { IsDead: true } ? Close(session) : session;

    private static LibvirtSession? Close(LibvirtSession session)
    {
        session.Dispose();
        return null;
    }
}

/// <summary>All threads are taken by calls that do not return, or hang in connecting.</summary>
internal sealed class LaneBusyException() : Exception("earlier calls still wait for it");
