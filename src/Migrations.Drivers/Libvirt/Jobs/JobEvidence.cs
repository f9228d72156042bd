using Migrations.Drivers.Libvirt.Interop;
using static Migrations.Drivers.Libvirt.Interop.virDomainJobType;

namespace Migrations.Drivers.Libvirt.Jobs;

/// <summary>What events and readings say about how a job ended.</summary>
/// <param name="Completed">Its last statistics, from libvirt's report that it succeeded.</param>
/// <param name="Stopped">Why its domain stopped here.</param>
/// <param name="SawCancelled">libvirt has reported it as cancelled.</param>
/// <param name="SawFailed">libvirt has reported it as failed.</param>
/// <param name="SawPostCopyBroken">Its post-copy has lost the connection.</param>
/// <param name="SawMigrated">The call that has started it has ended without an error.</param>
/// <param name="Complaint">What the call that has started it said when it ended; the reason of the end, and not how it ended.</param>
internal sealed record JobEvidence(
    JobStats? Completed = null,
    virDomainEventStoppedDetailType? Stopped = null,
    bool SawCancelled = false,
    bool SawFailed = false,
    bool SawPostCopyBroken = false,
    bool SawMigrated = false,
    string? Complaint = null)
{
    public static JobEvidence None { get; } = new();
}

/// <summary>The evidence of the latest job of each server, for the servers whose evidence is newest.</summary>
/// <remarks>
/// A running job invalidates the evidence of an earlier one. A reading and an event may cross: evidence that came after
/// the reading was begun belongs to the job that was read, and stays.
/// </remarks>
internal sealed class EvidenceStore(int capacity = 1024)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, (JobEvidence Evidence, long At)> _byServer = [];
    private readonly Dictionary<Guid, ExpectedEvidence> _expected = [];
    private long _now;

    /// <summary>Take this before a reading, and pass it to <see cref="Add(Guid, OutboundJob, long)"/> with the reading.</summary>
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

    /// <summary>A call has begun that adds evidence when it ends; dispose what this returns after that.</summary>
    public ExpectedEvidence Expect(Guid server)
    {
        var expected = new ExpectedEvidence(ended =>
        {
            lock (_gate)
            {
                if (_expected.GetValueOrDefault(server) == ended)
                    _expected.Remove(server);
            }
        });
        lock (_gate)
            _expected[server] = expected;
        return expected;
    }

    /// <summary>Whether a call is under way that will add evidence.</summary>
    public bool IsExpected(Guid server)
    {
        lock (_gate)
            return _expected.ContainsKey(server);
    }

    /// <summary>Ends when no call is under way that will add evidence.</summary>
    public Task Complete(Guid server)
    {
        lock (_gate)
            return _expected.GetValueOrDefault(server)?.Added ?? Task.CompletedTask;
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

    /// <summary>Adds the evidence in a reading that was begun at the mark.</summary>
    public void Add(Guid server, OutboundJob reading, long mark)
    {
        if (reading.Job.Type == VIR_DOMAIN_JOB_CANCELLED)
            Add(server, known => known with { SawCancelled = true });
        else if (reading.Job.Type == VIR_DOMAIN_JOB_FAILED)
            Add(server, known => known with { SawFailed = true });
        else if (reading.Phase == JobPhase.PostCopyBroken)
            Add(server, known => known with { SawPostCopyBroken = true });
        else
            Drop(server, mark);
    }

    /// <summary>Drops evidence that came before the mark, or all of it.</summary>
    public void Drop(Guid server, long mark = long.MaxValue)
    {
        lock (_gate)
        {
            if (_byServer.TryGetValue(server, out var known) && known.At <= mark)
                _byServer.Remove(server);
        }
    }
}

/// <summary>Evidence that comes when a call ends. Disposing says that it has come.</summary>
internal sealed class ExpectedEvidence(Action<ExpectedEvidence> forget) : IDisposable
{
    private readonly TaskCompletionSource _added = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Added => _added.Task;

    public void Dispose()
    {
        forget(this);
        _added.TrySetResult();
    }
}
