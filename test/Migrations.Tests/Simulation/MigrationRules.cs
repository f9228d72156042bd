using Migrations.Drivers;
using Migrations.Live;

namespace Migrations.Tests.Simulation;

/// <summary>What holds of every migration, whatever happens. It is said here and nowhere else; of commands it is said in <see cref="CommandRules"/>.</summary>
internal sealed class MigrationRules(IReadOnlyList<SimulatedJob> jobs, SimulationJournal journal)
{
    private static readonly MigrationStatus[] AnyEnd =
        [MigrationStatus.Completed, MigrationStatus.Failed, MigrationStatus.Error, MigrationStatus.Cancelled];

    /// <summary>A status changes into one of these or not at all. What is final never changes.</summary>
    private static readonly Dictionary<MigrationStatus, MigrationStatus[]> Successors = new()
    {
        [MigrationStatus.Accepted] =
        [
            MigrationStatus.Queued, MigrationStatus.Preparing, MigrationStatus.Running, MigrationStatus.RunningPostCopy,
            MigrationStatus.PostMigrating, .. AnyEnd,
        ],
        [MigrationStatus.Queued] =
            [MigrationStatus.Preparing, MigrationStatus.Running, MigrationStatus.RunningPostCopy, MigrationStatus.PostMigrating, .. AnyEnd],
        [MigrationStatus.Preparing] = [MigrationStatus.Running, MigrationStatus.RunningPostCopy, MigrationStatus.PostMigrating, .. AnyEnd],
        [MigrationStatus.Running] = [MigrationStatus.RunningPostCopy, MigrationStatus.PostMigrating, .. AnyEnd],
        [MigrationStatus.RunningPostCopy] =
            [MigrationStatus.PostMigrating, MigrationStatus.Completed, MigrationStatus.Failed, MigrationStatus.Error],
        [MigrationStatus.PostMigrating] = [MigrationStatus.Completed, MigrationStatus.Failed, MigrationStatus.Error],
    };

    private readonly SortedDictionary<long, History> _histories = [];

    /// <summary>The migration as it was stored last.</summary>
    public Migration this[long id] => _histories[id].Stored[^1];

    public IEnumerable<long> Ids => _histories.Keys;

    /// <summary>The job that a migration was recorded for; where jobs share an id, as a list said that may have been old. Null while it has been seen in no list.</summary>
    public SimulatedJob? JobOf(Migration migration) => jobs.SingleOrDefault(job => job.Node == migration.SourceNode);

    /// <summary>The server's migrations that are not over.</summary>
    public IEnumerable<Migration> UnfinishedOf(Guid serverUuid) =>
        _histories.Keys.Select(id => this[id]).Where(migration => migration.ServerUuid == serverUuid && !migration.Status.IsFinal);

    /// <summary>Every version of the migration that was stored, in order.</summary>
    public IReadOnlyList<Migration> StoredOf(long id) => _histories[id].Stored;

    /// <summary>Ids ascend, and are never used again. What identifies a migration never changes.</summary>
    public void Committed(IEnumerable<Migration> migrations)
    {
        foreach (var migration in migrations)
        {
            journal.Note($"migration {migration.Id} of {migration.JobId} is {migration.Status.WireName}, {migration.Progress.Percent} %");
            if (_histories.TryGetValue(migration.Id, out var history))
                CheckChange(history.Stored[^1], migration);
            else
                CheckNew(migration);
            Check(migration);
            _histories.TryAdd(migration.Id, new History());
            _histories[migration.Id].Stored.Add(migration);
        }
    }

    /// <summary>What a reader sees has been stored before, and is nothing older than what a reader has seen before, also after a restart.</summary>
    public void Published(LiveSnapshot snapshot)
    {
        foreach (var shown in snapshot.Migrations.Select(live => live.Record))
        {
            var history = _histories.GetValueOrDefault(shown.Id);
            var version = history?.Stored.IndexOf(shown, history.Shown ?? 0) ?? -1;
            if (version < 0)
                journal.Break($"migration {shown.Id} is shown as {shown.Status.WireName}, {shown.Progress.Percent} %: not stored, or older than what was shown");
            else
                history!.Shown = version;
        }
        foreach (var (id, history) in _histories)
            if (history.Shown is not null && !history.Stored[^1].Status.IsFinal && snapshot.Find(history.Stored[^1].ServerUuid, id) is null)
                journal.Break($"migration {id} is shown no more, although it is {history.Stored[^1].Status.WireName}");
    }

    /// <summary>A crash takes nothing back.</summary>
    public void Reopened(IMigrationStore store)
    {
        foreach (var (id, history) in _histories)
            if (store.Find(history.Stored[^1].ServerUuid, id) is var found && (found is null || WithNumbers(found) != WithNumbers(history.Stored[^1])))
                journal.Break($"migration {id} is found as {found} and was stored as {history.Stored[^1]}");
    }

    public void JobLeftTheQueue(SimulatedJob job)
    {
        journal.Note($"{job.Id} leaves the queue");
        // Where jobs share an id, an earlier one may have been recorded from an old reading of the job before.
        if (Of(job).LastOrDefault() is { Status.IsFinal: true } migration)
            journal.Break($"{job.Id} runs although its migration {migration.Id} is {migration.Status.WireName}");
    }

    /// <summary>Once the world has been calm for a while, nothing stays in progress that is over, and results are true.</summary>
    public void CheckTruth()
    {
        foreach (var job in jobs.Where(job => job is { Exists: true, Phase: not (JobPhase.PostCopyBroken or JobPhase.Aborting) }))
            if (!_histories.Values.Any(history => history.Stored[^1] is var known && known.JobId == job.Id && !known.Status.IsFinal))
                journal.Break($"{job.Id} is {job.Phase}, and no migration in progress shows it");
        foreach (var migration in _histories.Keys.Select(id => this[id]))
            if (migration is { Status.IsFinal: false, JobId: not null } && !jobs.Any(job => job.Exists && job.Id == migration.JobId))
                journal.Break($"migration {migration.Id} is {migration.Status.WireName}, and {migration.JobId} is over");
            else if (migration.Status.IsFinal && JobOf(migration) is { HasOwnId: true } job && job.Id == migration.JobId && !IsTrue(migration, job))
                journal.Break($"migration {migration.Id} is {migration.Status.WireName}, and {job.Id} has ended as {job.End}");
    }

    private static bool IsTrue(Migration migration, SimulatedJob job) => job.End switch
    {
        { Result: JobResult.Completed } => migration.Status == MigrationStatus.Completed,
        { Result: JobResult.Cancelled } => migration.Status == MigrationStatus.Cancelled,
        { FitsAnAbort: true } => migration.Status is MigrationStatus.Cancelled or MigrationStatus.Failed,
        { Result: JobResult.Failed } => migration.Status == MigrationStatus.Failed,
        { Result: JobResult.Unknown } => migration.Status == MigrationStatus.Error,
        _ => job.Phase == JobPhase.PostCopyBroken && migration.Status == MigrationStatus.Error,
    };

    private IEnumerable<Migration> Of(SimulatedJob job) =>
        _histories.Keys.Select(id => this[id]).Where(migration => migration.SourceNode == job.Node && migration.JobId == job.Id);

    private void CheckNew(Migration migration)
    {
        if (migration.Id <= _histories.Keys.LastOrDefault())
            journal.Break($"a new migration has the id {migration.Id}, which is not above all others");
        if (_histories.Values.Any(history => history.Stored[^1].Uuid == migration.Uuid))
            journal.Break($"a new migration has a UUID that was given before");
        if (JobOf(migration) is { HasOwnId: true } job && Of(job).Any(known => known.JobId == migration.JobId))
            journal.Break($"{job.Id} is recorded as a second migration");
    }

    private void CheckChange(Migration before, Migration after)
    {
        if (before.Status.IsFinal)
            journal.Break($"migration {before.Id} was {before.Status.WireName}, which is final, and is stored again");
        if (before.Status != after.Status && !Successors[before.Status].Contains(after.Status))
            journal.Break($"migration {before.Id} was {before.Status.WireName} and is {after.Status.WireName}");
        if ((before.Uuid, before.ServerUuid, before.JobId ?? after.JobId, before.SourceNode ?? after.SourceNode, before.CreatedAt)
            != (after.Uuid, after.ServerUuid, after.JobId, after.SourceNode, after.CreatedAt))
            journal.Break($"migration {before.Id} is another one now");
        if (Fall(before.Progress.Percent, after.Progress.Percent)
            || Fall(before.Progress.Memory.ProcessedBytes, after.Progress.Memory.ProcessedBytes)
            || Fall(before.Progress.Disk.ProcessedBytes, after.Progress.Disk.ProcessedBytes))
            journal.Break($"a counter of migration {before.Id} has fallen: {before.Progress}, and then {after.Progress}");
    }

    private void Check(Migration migration)
    {
        if (migration.Progress.Percent == 100 != (migration.Status == MigrationStatus.Completed))
            journal.Break($"migration {migration.Id} is {migration.Status.WireName} with {migration.Progress.Percent} %");
        if (migration.EndedAt is not null != migration.Status.IsFinal)
            journal.Break($"migration {migration.Id} is {migration.Status.WireName}, and has ended at {migration.EndedAt}");
        if (migration.Status == MigrationStatus.Cancelled && JobOf(migration) is { Exists: true })
            journal.Break($"migration {migration.Id} is cancelled while {migration.JobId} is still there");
    }

    /// <remarks>Numbers that were never reported are stored like none.</remarks>
    private static Migration WithNumbers(Migration migration) => migration with { Numbers = migration.Numbers ?? JobNumbers.None };

    private static bool Fall(long? before, long? after) => before is not null && (after is null || after < before);

    /// <summary>Every version of a migration that was stored.</summary>
    private sealed class History
    {
        public List<Migration> Stored { get; } = [];

        /// <summary>Which version was shown last; null while none was.</summary>
        public int? Shown { get; set; }
    }
}
