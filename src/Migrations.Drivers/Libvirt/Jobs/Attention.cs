namespace Migrations.Drivers.Libvirt.Jobs;

/// <summary>Which domains the next list of jobs asks: those that may have a job, and a tenth of the others in turn.</summary>
/// <remarks>
/// libvirt sends no event when a migration begins, and none while disks are copied; the first one comes when memory is.
/// The turns find what has no event, within <see cref="Turns"/> lists.
/// </remarks>
internal sealed class Attention
{
    /// <summary>An idle domain is asked once in so many lists.</summary>
    public const int Turns = 10;

    private readonly Lock _gate = new();
    private HashSet<Guid> _marked = [];
    private bool _all = true;
    private uint _turn;

    /// <summary>Has the domain asked by the next list: it has a job, or may have one.</summary>
    /// <returns>Whether that is new.</returns>
    public bool Mark(Guid server)
    {
        lock (_gate)
            return _marked.Add(server);
    }

    /// <summary>Has the next list ask all domains: events may have been lost.</summary>
    public void MarkAll()
    {
        lock (_gate)
            _all = true;
    }

    /// <summary>Those of the active domains that are to be asked now. All marks are removed; mark again what has not answered.</summary>
    /// <param name="mayHaveJob">Whether a domain is asked without a mark.</param>
    public IReadOnlyList<Guid> Take(IReadOnlyList<Guid> active, Func<Guid, bool> mayHaveJob)
    {
        lock (_gate)
        {
            var (marked, all, turn) = (_marked, _all, _turn);
            (_marked, _all, _turn) = ([], false, (_turn + 1) % Turns);
            return all ? active : [.. active.Where(server => marked.Contains(server) || TurnOf(server) == turn || mayHaveJob(server))];
        }
    }

    /// <summary>A domain keeps its turn, whatever others come and go.</summary>
    private static uint TurnOf(Guid server) => (uint)server.GetHashCode() % Turns;
}
