using Migrations.Drivers.Libvirt.Interop;

namespace Migrations.Drivers.Libvirt;

/// <summary>The evidence of the latest job of each server, for as many servers as ended last.</summary>
/// <remarks>
/// A running job makes what was known of an earlier one void. A reading and an event may cross: evidence that came after
/// the reading was begun belongs to the job that was read, and stays.
/// </remarks>
internal sealed class EvidenceLog(int capacity = 1024)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, (JobEvidence Evidence, long At)> _byServer = [];
    private long _now;

    /// <summary>To be taken before a reading, and given back with it.</summary>
    public long Mark()
    {
        lock (_gate)
            return _now;
    }

    public JobEvidence Of(Guid server)
    {
        lock (_gate)
            return _byServer.GetValueOrDefault(server).Evidence ?? JobEvidence.None;
    }

    public void Add(Guid server, Func<JobEvidence, JobEvidence> addTo)
    {
        lock (_gate)
        {
            var known = _byServer.GetValueOrDefault(server).Evidence ?? JobEvidence.None;
            _byServer[server] = (addTo(known), ++_now);
            if (_byServer.Count > capacity)
                _byServer.Remove(_byServer.MinBy(entry => entry.Value.At).Key);
        }
    }

    /// <summary>Takes in what a reading, begun at the mark, says of how its job ends or goes on.</summary>
    public void Add(Guid server, JobReading reading, long mark)
    {
        if (reading.Job.Type == JobType.Cancelled)
            Add(server, known => known with { SawCancelled = true });
        else if (reading.Job.Type == JobType.Failed)
            Add(server, known => known with { SawFailed = true });
        else if (reading.Phase == JobPhase.PostCopyBroken)
            Add(server, known => known with { SawPostCopyBroken = true });
        else
            Forget(server, mark);
    }

    /// <summary>Drops what came before the mark, or all.</summary>
    public void Forget(Guid server, long mark = long.MaxValue)
    {
        lock (_gate)
        {
            if (_byServer.TryGetValue(server, out var known) && known.At <= mark)
                _byServer.Remove(server);
        }
    }
}
