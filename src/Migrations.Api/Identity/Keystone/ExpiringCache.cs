using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Migrations.Api.Identity.Keystone;

/// <summary>Remembers a limited number of values for a fixed time. When it is full, the oldest value is dropped.</summary>
/// <remarks>All values have the same lifetime, so they expire in insertion order. Readers take no lock.</remarks>
internal sealed class ExpiringCache<TKey, TValue>(int capacity, TimeSpan lifetime, TimeProvider clock)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Entry> _entries = new();
    private readonly Queue<KeyValuePair<TKey, Entry>> _arrivals = new();
    private readonly Lock _writer = new();

    public int Count => _entries.Count;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var found = _entries.TryGetValue(key, out var entry) && IsAlive(entry);
        value = found ? entry!.Value : default;
        return found;
    }

    public void Add(TKey key, TValue value)
    {
        if (lifetime <= TimeSpan.Zero)
            return;
        var entry = new Entry(value, clock.GetTimestamp());
        lock (_writer)
        {
            while (_arrivals.TryPeek(out var oldest) && (_arrivals.Count >= capacity || !IsAlive(oldest.Value)))
                // Removes this entry only: the key may have been added again since.
                _entries.TryRemove(_arrivals.Dequeue());
            _entries[key] = entry;
            _arrivals.Enqueue(KeyValuePair.Create(key, entry));
        }
    }

    private bool IsAlive(Entry entry) => clock.GetElapsedTime(entry.AddedAt) < lifetime;

    private sealed class Entry(TValue value, long addedAt)
    {
        public TValue Value => value;

        public long AddedAt => addedAt;
    }
}
