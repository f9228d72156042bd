using Migrations.Drivers.Libvirt.Interop;

namespace Migrations.Drivers.Libvirt;

/// <summary>The threads that talk to libvirt, apart by what may hold them up.</summary>
internal sealed class LibvirtLanes(LibvirtOptions options, Func<LibvirtSession> openAndListen, TimeProvider clock)
    : IAsyncDisposable
{
    private const int ParallelCommands = 4;

    private readonly SessionLane _registry = new("registry", 1, openAndListen, keepsOpen: true, clock);

    private readonly SessionLane _reads = new(
        "reads", options.ParallelReads, () => LibvirtSession.Open(options, null), keepsOpen: true, clock);

    private readonly SessionLane _commands = new(
        "commands", ParallelCommands, () => LibvirtSession.Open(options, null), keepsOpen: false, clock);

    /// <summary>Lists and finds, on the connection that hears events: what libvirtd does without waiting for any QEMU.</summary>
    public Task<T> LookAsync<T>(Func<LibvirtSession, T> question, CancellationToken cancellationToken) => AnswerAsync(
        () => _registry.RunAsync(question, options.ReadTimeout, seesItThrough: false, cancellationToken));

    /// <summary>Reads from a domain, which may have to wait for its QEMU. The reading's own deadlines are the caller's.</summary>
    public Task<T> ReadAsync<T>(Func<LibvirtSession, T> question) =>
        _reads.RunAsync(question, Timeout.InfiniteTimeSpan, seesItThrough: true, CancellationToken.None);

    /// <summary>Makes a call that changes something, on a fresh connection. Not let in, or cancelled before, it is not made.</summary>
    public Task<T> CommandAsync<T>(Func<LibvirtSession, T> command, CancellationToken cancellationToken) => AnswerAsync(
        () => _commands.RunAsync(command, options.ConnectTimeout, seesItThrough: true, cancellationToken));

    public async ValueTask DisposeAsync()
    {
        await _commands.DisposeAsync();
        await _reads.DisposeAsync();
        await _registry.DisposeAsync();
    }

    private async Task<T> AnswerAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (TimeoutException e)
        {
            throw new MigrationDriverException(
                DriverErrorKind.Unreachable, $"libvirtd at {options.Uri} did not answer within {options.ReadTimeout}.", e);
        }
        catch (LaneBusyException e)
        {
            throw new MigrationDriverException(
                DriverErrorKind.Unreachable, $"libvirtd at {options.Uri} could not be asked in time: {e.Message}.", e);
        }
        catch (LibvirtException e)
        {
            throw e.ToDriverException();
        }
    }
}
