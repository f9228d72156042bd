namespace Migrations.Monitoring;

/// <summary>Running readings of the hypervisor, at most one per key. A late reading is waited for only once.</summary>
/// <remarks>
/// A late reading goes on, no second one is started for its key meanwhile, and its result is taken when it arrives. Until a
/// reading of that key succeeds, nobody waits for the key again, so a reading that hangs costs one wait. Used by one loop only.
/// </remarks>
internal sealed class Readings<TKey, TSubject, T>(Func<TSubject, CancellationToken, Task<T>> read) where TKey : notnull
{
    private readonly Dictionary<TKey, Task<T>> _underWay = [];
    private readonly HashSet<TKey> _late = [];

    /// <summary>The readings to wait for: those that have not finished, and whose key is not late.</summary>
    public IEnumerable<Task> Awaited =>
        _underWay.Where(entry => !entry.Value.IsCompleted && !_late.Contains(entry.Key)).Select(entry => entry.Value);

    /// <summary>Starts a reading, unless one of this key is under way.</summary>
    public void Start(TKey key, TSubject subject, CancellationToken cancellationToken)
    {
        if (_underWay.ContainsKey(key))
            return;
        try
        {
            _underWay[key] = read(subject, cancellationToken);
        }
        catch (Exception e)
        {
            _underWay[key] = Task.FromException<T>(e);
        }
    }

    /// <summary>Takes the reading of a key.</summary>
    /// <returns>A finished task, whether it succeeded or not; null while there is none.</returns>
    public Task<T>? Take(TKey key)
    {
        if (!_underWay.TryGetValue(key, out var reading))
            return null;
        if (!reading.IsCompleted)
        {
            _late.Add(key);
            return null;
        }
        _underWay.Remove(key);
        if (reading.IsCompletedSuccessfully)
            _late.Remove(key);
        return reading;
    }

    /// <summary>Forgets keys that are no longer of interest, once their readings have finished.</summary>
    public void Keep(Func<TKey, bool> isOfInterest)
    {
        foreach (var (key, reading) in _underWay)
            if (reading.IsCompleted && !isOfInterest(key))
            {
                _ = reading.Exception;
                _underWay.Remove(key);
            }
        _late.RemoveWhere(key => !isOfInterest(key) && !_underWay.ContainsKey(key));
    }
}
