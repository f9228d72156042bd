using Migrations.Drivers;

namespace Migrations.Operations;

/// <summary>Steps that are taken beside a loop, at most one at a time per migration. Only the loop uses this.</summary>
/// <remarks>Turns do not touch what is under way; the loop itself forgets those that have ended, so none can be left behind.</remarks>
internal sealed class Turns(WakeSignal signal)
{
    private readonly Dictionary<long, Task<bool>> _underWay = [];

    /// <summary>Returns when all have ended.</summary>
    public Task EndAsync() => Task.WhenAll(_underWay.Values);

    /// <summary>Lets migrations whose turns have ended have another one. Comes before the loop reads what is to be done.</summary>
    public void ForgetEnded()
    {
        foreach (var (migrationId, turn) in _underWay)
            if (turn.IsCompleted)
                _underWay.Remove(migrationId);
    }

    public bool IsUnderWay(long migrationId) => _underWay.ContainsKey(migrationId);

    /// <param name="take">Returns whether the next step may follow at once; the loop is then woken.</param>
    public void Start(long migrationId, Func<Task<bool>> take)
    {
        var turn = TakeAsync(take);
        _underWay[migrationId] = turn;
        _ = WakeAfterAsync(turn);
    }

    private static async Task<bool> TakeAsync(Func<Task<bool>> take)
    {
        // A driver that blocks its caller holds up this turn, not the loop.
        await Task.Yield();
        try
        {
            return await take();
        }
        catch (Exception)
        {
            // The service stops, or the store takes no writes, which is reported there. What was to be done stays to be done.
            return false;
        }
    }

    /// <summary>Lets the next step begin, once the loop can see that this turn is over.</summary>
    private async Task WakeAfterAsync(Task<bool> turn)
    {
        if (await turn)
            signal.Wake();
    }
}
