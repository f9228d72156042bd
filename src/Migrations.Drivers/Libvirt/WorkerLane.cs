using System.Collections.Concurrent;

namespace Migrations.Drivers.Libvirt;

/// <summary>A few threads of its own for calls that block, and may do so for ever: a lost thread is missed here only.</summary>
internal sealed class WorkerLane : IDisposable
{
    private const int Room = 4096;

    private readonly BlockingCollection<Action> _waiting = new(Room);
    private readonly string _name;
    private readonly TimeProvider _clock;

    public WorkerLane(string name, int threads, TimeProvider clock)
    {
        _name = name;
        _clock = clock;
        for (var i = 0; i < threads; i++)
            new Thread(Work) { IsBackground = true, Name = $"libvirt {name}" }.Start();
    }

    /// <summary>Makes the call on one of the threads. Given up before its turn has come, it is never made.</summary>
    /// <exception cref="TimeoutException">It did not return in time. If it was made it still may, and does what it does.</exception>
    public async Task<T> RunAsync<T>(Func<T> call, TimeSpan patience, CancellationToken cancellationToken)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_waiting.TryAdd(() => Complete(result, call, cancellationToken), 0, CancellationToken.None))
        {
            throw new MigrationDriverException(
                DriverErrorKind.Unreachable, $"{Room} calls wait for libvirtd already ({_name}).");
        }

        try
        {
            return await result.Task.WaitAsync(patience, _clock, cancellationToken);
        }
        finally
        {
            result.TrySetCanceled(CancellationToken.None);
        }
    }

    /// <summary>Lets the threads end once they have nothing left to do; those that are lost are not waited for.</summary>
    public void Dispose() => _waiting.CompleteAdding();

    private static void Complete<T>(TaskCompletionSource<T> result, Func<T> call, CancellationToken cancellationToken)
    {
        if (result.Task.IsCompleted || cancellationToken.IsCancellationRequested)
            return;
        try
        {
            result.TrySetResult(call());
        }
        catch (Exception e)
        {
            result.TrySetException(e);
            // Whoever asked may have left; a failure that nobody waits for is nobody's.
            _ = result.Task.Exception;
        }
    }

    private void Work()
    {
        foreach (var call in _waiting.GetConsumingEnumerable())
            call();
    }
}
