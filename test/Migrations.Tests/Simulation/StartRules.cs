using Migrations.Drivers;
using Migrations.Live;

namespace Migrations.Tests.Simulation;

/// <summary>What holds of every start, whatever happens. It is said here and nowhere else; of migrations it is said in <see cref="MigrationRules"/>.</summary>
internal sealed class StartRules(MigrationRules migrations, SimulatedOptions options, SimulatedClock clock, SimulationJournal journal)
{
    /// <summary>A call may hang, then its job is looked for, and then how it ended.</summary>
    private static readonly TimeSpan LongestDoubt = TimeSpan.FromSeconds(20);

    private readonly Dictionary<long, AcceptedStart> _starts = [];

    public void Committed(IReadOnlyList<MigrationChange> changes)
    {
        foreach (var change in changes)
            if (_starts.TryGetValue(change.Migration.Id, out var known))
                CheckChange(known, change);
            else if (change.Start is { } start)
                Accept(change.Migration, start);
            else
                CheckForeign(change.Migration);
    }

    /// <summary>A crash takes nothing back.</summary>
    public void Reopened(IMigrationStore store)
    {
        var loaded = store.Load().Starts;
        foreach (var (id, known) in _starts)
            if (!migrations[id].Status.IsFinal && loaded.GetValueOrDefault(id) != known.Row)
                journal.Break($"start {id} is found as {loaded.GetValueOrDefault(id)} and was stored as {known.Row}");
    }

    /// <summary>The hypervisor is told only what is stored, once, and not too much at a time.</summary>
    public void Called(StartOrder order, Destination destination)
    {
        var (id, start) = Find(order);
        journal.Note($"the driver is told to start migration {id}");
        if (start.Row.CalledAt is null || migrations[id].Status.IsFinal)
            journal.Break($"migration {id} is started, and what is stored does not say so");
        if (start.IsCalled)
            journal.Break($"migration {id} is started twice");
        if (destination.Compute != migrations[id].DestCompute)
            journal.Break($"migration {id} is sent to {destination.Compute}, and shown as going to {migrations[id].DestCompute}");
        var others = _starts.Count(other => other.Key != id && other.Value.IsCalled && !migrations[other.Key].Status.IsFinal);
        if (others >= options.Starts.MaxConcurrent)
            journal.Break($"migration {id} is started beside {others} others");
        (start.IsCalled, start.CalledAt) = (true, clock.GetTimestamp());
    }

    /// <summary>Only what was not asked may be asked again.</summary>
    public void NotAsked(StartOrder order) => Find(order).Start.IsCalled = false;

    /// <summary>A caller who is refused has started nothing that goes on.</summary>
    public void Answered(string requestId, MigrationFault? fault)
    {
        journal.Note($"{requestId} is answered: {fault?.Message ?? "accepted"}");
        var id = _starts.SingleOrDefault(start => start.Value.Row.RequestedBy.RequestId == requestId).Key;
        if (id == 0 && fault is null)
            journal.Break($"{requestId} is accepted, and nothing is stored");
        if (id != 0 && fault is not null && migrations[id].Status != MigrationStatus.Error)
            journal.Break($"{requestId} is refused, and its migration {id} is {migrations[id].Status.WireName}");
    }

    /// <summary>A server is shown as migrating from the acceptance to the end.</summary>
    public void Published(LiveSnapshot snapshot)
    {
        foreach (var id in _starts.Keys)
            if (snapshot.Servers.TryGetValue(migrations[id].ServerUuid, out var server)
                && server.TaskState == ServerStates.Migrating == snapshot.Of(server.Uuid).IsEmpty)
                journal.Break($"the server of migration {id} is shown as {server.TaskState}, with {snapshot.Of(server.Uuid).Length} migrations");
    }

    /// <summary>Once the world has been calm for a while, every start is a job's migration, is over with a reason, or waits for another.</summary>
    public void CheckOutcomes()
    {
        foreach (var (id, start) in _starts)
        {
            var migration = migrations[id];
            if (migration is { Status: MigrationStatus.Failed or MigrationStatus.Error or MigrationStatus.Cancelled, JobId: null, Reason: null })
                journal.Break($"migration {id} is {migration.Status.WireName} without a reason");
            if (migration.Status.IsFinal || migration.JobId is not null)
                continue;
            var isInDoubt = start.IsCalled && clock.GetElapsedTime(start.CalledAt) < LongestDoubt;
            var waits = start.Row.CalledAt is null && _starts.Any(other => other.Value.Row.CalledAt is not null && !migrations[other.Key].Status.IsFinal);
            if (!isInDoubt && !waits)
                journal.Break($"migration {id} is {migration.Status.WireName}, and nobody starts it");
        }
    }

    /// <summary>The action of every request says the same as its migration.</summary>
    /// <param name="actions">Null where no actions are stored.</param>
    public void CheckActions(IServerActionStore? actions)
    {
        foreach (var (id, start) in actions is null ? [] : _starts)
        {
            var (migration, request) = (migrations[id], start.Row.RequestedBy.RequestId);
            var found = actions!.Find(migration.ServerUuid, request);
            if (found is null || !found.Events.ToHashSet().SetEquals(start.Row.ToEvents(migration)))
                journal.Break($"migration {id} is {migration.Status.WireName}, and {request} has {string.Join(", ", found?.Events ?? [])}");
            else if (migration.Status.IsFinal && (found.Action.Message is null != (migration.Status == MigrationStatus.Completed)
                                                  || found.Events.Any(told => told.EndedAt is null)))
                journal.Break($"migration {id} is {migration.Status.WireName}, and the message of {request} is {found.Action.Message}");
        }
    }

    private void Accept(Migration migration, MigrationStart start)
    {
        journal.Note($"{start.RequestedBy.RequestId}: migration {migration.Id} is accepted");
        if (migrations.UnfinishedOf(migration.ServerUuid).Any(other => other.Id != migration.Id))
            journal.Break($"a start of a server is accepted that has another migration");
        _starts.Add(migration.Id, new AcceptedStart(start));
    }

    /// <remarks>A start whose migration has taken the job of somebody else may still begin, late, and is another migration then.</remarks>
    private void CheckForeign(Migration migration)
    {
        if (_starts.Any(start => SimulatedHypervisor.OwnIdOf(start.Value.Row.Order) == migration.JobId
                                 && (migrations[start.Key].JobId is not { } taken || taken == migration.JobId)))
            journal.Break($"{migration.JobId} was started here, and is recorded as a migration of its own");
        if (migrations.StoredOf(migration.Id).Count == 1
            && migrations.UnfinishedOf(migration.ServerUuid).Any(other => other.JobId is null && _starts.ContainsKey(other.Id)))
            journal.Break($"{migration.JobId} is recorded as a migration of its own, although its server has one that awaits its job");
    }

    private void CheckChange(AcceptedStart known, MigrationChange change)
    {
        if (change.Start is not { } start)
            return;
        if (start with { CheckedAt = null, CalledAt = null } != known.Row with { CheckedAt = null, CalledAt = null })
            journal.Break($"start {change.Migration.Id} is another one now");
        if (known.Row.CheckedAt is not null && start.CheckedAt != known.Row.CheckedAt)
            journal.Break($"migration {change.Migration.Id} is checked a second time");
        if (start.CheckedAt is null && change.Migration.JobId is not null)
            journal.Break($"migration {change.Migration.Id} has a job, and was not checked");
        known.Row = start;
    }

    private (long Id, AcceptedStart Start) Find(StartOrder order)
    {
        var (id, start) = _starts.Single(start => start.Value.Row.Order == order);
        return (id, start);
    }

    private sealed class AcceptedStart(MigrationStart row)
    {
        public MigrationStart Row { get; set; } = row;

        /// <summary>The hypervisor was told to begin, or may have been.</summary>
        public bool IsCalled { get; set; }

        public long CalledAt { get; set; }
    }
}
