using System.Collections.Concurrent;
using Migrations.Drivers;

namespace Migrations.Starts;

/// <summary>The callers who wait for the results of pre-checks, by the UUIDs of their migrations. For any thread.</summary>
public sealed class AwaitedStarts(TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<Guid, Caller> _callers = new();

    /// <summary>To be called before the start is accepted, so that no result comes too early.</summary>
    public void Register(Guid migrationUuid) => _callers[migrationUuid] = new Caller(clock);

    /// <summary>Nobody waits any more, or ever will.</summary>
    public void Forget(Guid migrationUuid) => _callers.TryRemove(migrationUuid, out _);

    /// <param name="refusal">Null when the pre-check was passed, or when there will be no result.</param>
    public void Tell(Guid migrationUuid, StartRefusal? refusal)
    {
        if (!_callers.TryGetValue(migrationUuid, out var caller))
            return;
        caller.Refusal ??= refusal;
        caller.Wake();
    }

    /// <summary>Waits for the result, but not for ever.</summary>
    /// <returns>Why the pre-check was not passed; null when it was, and when the wait is given up.</returns>
    public async Task<StartRefusal?> WaitAsync(Guid migrationUuid, CancellationToken cancellationToken)
    {
        if (!_callers.TryGetValue(migrationUuid, out var caller))
            return null;
        await caller.WaitAsync(Patience, cancellationToken).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return caller.Refusal;
    }

    private sealed class Caller(TimeProvider clock) : WakeSignal(clock)
    {
        public StartRefusal? Refusal { get; set; }
    }
}
