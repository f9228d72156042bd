namespace Migrations.Monitoring;

/// <summary>Readings of the hypervisor that are under way, at most one a key. Nobody waits for the same late one twice.</summary>
/// <remarks>
/// A late reading is left running, no second one is started for its key meanwhile, and it is taken when it is there. Until a
/// key has answered again its readings are not waited for at all, so one that hangs costs one wait. Used by one loop only.
/// </remarks>
internal sealed class Readings<TKey, TSubject, T>(Func<TSubject, CancellationToken, Task<T>> read) where TKey : notnull
{
    private readonly Dictionary<TKey, Task<T>> _underWay = [];
    private readonly HashSet<TKey> _late = [];

    /// <summary>The readings that are worth waiting for.</summary>
    public IEnumerable<Task> Awaited => _underWay.Where(entry => !_late.Contains(entry.Key)).Select(entry => entry.Value);

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
    /// <returns>A task that has finished, in one way or another; null while there is none.</returns>
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

    /// <summary>Forgets what is known of keys that are of no interest any more, once their readings have finished.</summary>
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
