using Migrations.Drivers.Libvirt.Interop;

namespace Migrations.Drivers.Libvirt;

/// <summary>Gives each command a connection of its own: none waits behind a reading, and one that hangs takes nothing with it.</summary>
internal sealed class DomainCommands(LibvirtOptions options, WorkerLane lane, TimeProvider clock)
{
    private volatile string? _cannotCommand = options.CannotCommand;

    /// <summary>Why commands cannot be carried out, as the settings say or libvirt has answered; null when they can.</summary>
    public string? CannotCommand => _cannotCommand;

    /// <summary>Carries out the command. Nothing is asked once the connection has taken too long, or it was cancelled before.</summary>
    public async Task<T> RunAsync<T>(Guid server, Func<DomainHandle, T> command, CancellationToken cancellationToken)
    {
        if (_cannotCommand is { } reason)
            throw new MigrationDriverException(DriverErrorKind.Denied, $"libvirt may not be commanded: {reason}.");
        var turn = new Turn();
        var answer = lane.RunAsync(
            () => Ask(server, command, turn, cancellationToken), Timeout.InfiniteTimeSpan, cancellationToken);
        _ = answer.ContinueWith(static late => late.Exception, TaskScheduler.Default);
        try
        {
            return await AwaitAsync(answer, turn, cancellationToken);
        }
        catch (LibvirtException e)
        {
            if (e.Code == LibvirtError.OperationDenied)
                _cannotCommand = $"{LibvirtOptions.Section}:Uri leads to a read-only connection";
            throw e.ToDriverException();
        }
    }

    private async Task<T> AwaitAsync<T>(Task<T> answer, Turn turn, CancellationToken cancellationToken)
    {
        try
        {
            return await answer.WaitAsync(options.ConnectTimeout, clock, cancellationToken);
        }
        catch (TimeoutException e) when (turn.TryLeave())
        {
            throw new MigrationDriverException(DriverErrorKind.Unreachable,
                $"libvirt at {options.Uri} did not let a command in within {options.ConnectTimeout}.", e);
        }
        catch (TimeoutException)
        {
            return await answer;
        }
    }

    private T Ask<T>(Guid server, Func<DomainHandle, T> command, Turn turn, CancellationToken cancellationToken)
    {
        using var connection = ConnectHandle.Open(options.Uri, readOnly: false);
        connection.KeepAlive(options.KeepAliveInterval, options.KeepAliveCount);
        if (cancellationToken.IsCancellationRequested || !turn.TryAsk())
            throw new OperationCanceledException(cancellationToken);
        using var domain = connection.Find(server) ?? throw new MigrationDriverException(
            DriverErrorKind.NoSuchJob, $"libvirt has no server {server}.");
        return command(domain);
    }

    /// <summary>Who was first: the command in asking, or its caller in leaving.</summary>
    private sealed class Turn
    {
        private int _taken;

        public bool TryAsk() => Interlocked.CompareExchange(ref _taken, 1, 0) == 0;

        public bool TryLeave() => Interlocked.CompareExchange(ref _taken, 2, 0) == 0;
    }
}
