namespace Migrations.Drivers.Libvirt;

/// <summary>Nova's words about each server, read once and kept until libvirt tells of a change.</summary>
internal sealed class OwnerCache
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, NovaMetadata> _known = [];
    private long _changes;

    /// <summary>To be taken before reading, and given back with what was read.</summary>
    public long Mark()
    {
        lock (_gate)
            return _changes;
    }

    public NovaMetadata? Find(Guid server)
    {
        lock (_gate)
            return _known.GetValueOrDefault(server);
    }

    /// <summary>Keeps what was read, unless something has changed since the mark and it may be out of date.</summary>
    public void Keep(Guid server, NovaMetadata metadata, long mark)
    {
        lock (_gate)
        {
            if (mark == _changes)
                _known[server] = metadata;
        }
    }

    public void Forget(Guid server)
    {
        lock (_gate)
        {
            _changes++;
            _known.Remove(server);
        }
    }

    /// <summary>Changes may have gone unheard.</summary>
    public void ForgetAll()
    {
        lock (_gate)
        {
            _changes++;
            _known.Clear();
        }
    }
}
