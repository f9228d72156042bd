using System.Diagnostics.Metrics;

namespace Migrations.Operations;

/// <summary>The age of pending commands, read from the store on request. Created only when metrics are exported.</summary>
public sealed class CommandGauges : IDisposable
{
    private readonly Meter _meter = new(Metrics.Name);

    public CommandGauges(ICommandStore commands, TimeProvider clock) => _meter.CreateObservableGauge(
        "migrations.commands.oldest_pending", () => OldestPending(commands, clock), "s",
        "Age of the oldest command that has been accepted and not settled; 0 when there is none.");

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<double>> OldestPending(ICommandStore commands, TimeProvider clock)
    {
        try
        {
            return [new Measurement<double>(commands.Pending() is [var oldest, ..]
                ? Math.Max(0, (clock.GetUtcNow() - oldest.RequestedAt).TotalSeconds)
                : 0)];
        }
        catch (StoreUnavailableException)
        {
            // There is no value while it is unknown; another metric shows that the store is down.
            return [];
        }
    }
}
