using Microsoft.Extensions.Logging;
using Migrations.Drivers.Libvirt.Interop;

namespace Migrations.Drivers.Libvirt;

/// <summary>Keeps one session with libvirtd, and makes the next when it has died and somebody asks.</summary>
/// <remarks>
/// There is never more than one attempt to connect: one that hangs, as it does when libvirtd is stopped, loses one
/// thread, is waited for by every caller for a while, and is used when it comes through after all.
/// </remarks>
internal sealed class LibvirtLink(
    LibvirtOptions options, WorkerLane lane, Func<SessionEvents> listen, Action connected, TimeProvider clock, ILogger logger)
    : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private Task<LibvirtSession>? _attempt;
    private LibvirtSession? _session;

    /// <summary>The session, with what is asked of it answered on a thread of the lane within the read timeout.</summary>
    public async Task<T> AskAsync<T>(
        WorkerLane lane, Func<LibvirtSession, T> question, CancellationToken cancellationToken)
    {
        var session = await GetAsync(cancellationToken);
        return await AnswerAsync(
            session, () => lane.RunAsync(() => question(session), options.ReadTimeout, cancellationToken));
    }

    /// <summary>Turns what goes wrong with a session's answer into a driver's exception, and gives up a session that has died.</summary>
    public async Task<T> AnswerAsync<T>(LibvirtSession session, Func<Task<T>> answer)
    {
        try
        {
            return await answer();
        }
        catch (TimeoutException e)
        {
            throw new MigrationDriverException(
                DriverErrorKind.Unreachable, $"libvirtd at {options.Uri} did not answer within {options.ReadTimeout}.", e);
        }
        catch (LibvirtException e)
        {
            if (e.Kind == DriverErrorKind.Unreachable)
                session.GiveUp();
            throw e.ToDriverException();
        }
        catch (ObjectDisposedException e)
        {
            throw new MigrationDriverException(
                DriverErrorKind.Unreachable, $"The connection to libvirt at {options.Uri} was lost.", e);
        }
    }

    public async Task<LibvirtSession> GetAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Current().WaitAsync(options.ConnectTimeout, clock, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw Unreachable($"it did not answer within {options.ConnectTimeout}", e);
        }
        catch (LibvirtException e)
        {
            throw Unreachable(e.Message, e);
        }
    }

    /// <summary>Closes the session, if libvirtd still answers.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await lane.RunAsync(End, options.ReadTimeout, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            // The thread hangs in libvirt, and goes down with the process.
        }
    }

    private Task<LibvirtSession> Current()
    {
        lock (_gate)
        {
            if (_attempt is { IsCompleted: false } || _attempt is { IsCompletedSuccessfully: true, Result.IsDead: false })
                return _attempt;
            _attempt = lane.RunAsync(Open, Timeout.InfiniteTimeSpan, CancellationToken.None);
            _ = _attempt.ContinueWith(static late => late.Exception, TaskScheduler.Default);
            return _attempt;
        }
    }

    private LibvirtSession Open()
    {
        End();
        var session = LibvirtSession.Open(options, listen());
        lock (_gate)
            _session = session;
        LibvirtLog.Connected(logger, options.Uri, session.Host);
        connected();
        return session;
    }

    private bool End()
    {
        LibvirtSession? session;
        lock (_gate)
            (session, _session) = (_session, null);
        session?.Dispose();
        return session is not null;
    }

    private MigrationDriverException Unreachable(string reason, Exception cause) =>
        new(DriverErrorKind.Unreachable, $"libvirt at {options.Uri} cannot be reached: {reason}.", cause);
}
