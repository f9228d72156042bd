using Migrations.Drivers;

namespace Migrations.Tests.Simulation;

/// <summary>What holds of every command, whatever happens. It is said here and nowhere else; of migrations it is said in <see cref="MigrationRules"/>.</summary>
internal sealed class CommandRules(
    IReadOnlyList<SimulatedJob> jobs, MigrationRules migrations, SimulatedOptions options, SimulatedClock clock, SimulationJournal journal)
{
    private readonly Dictionary<long, AcceptedCommand> _commands = [];
    private readonly Dictionary<string, AcceptedCommand> _requests = [];
    private readonly Dictionary<string, int> _latestReading = [];
    private int _moment;
    private int _startedMoment;
    private long _startedAt;
    private bool _setBack;
    private bool _setForward;
    private bool _storeIsDown;
    private long _storeBackAt;

    /// <summary>Every accepted command as it is stored.</summary>
    public IEnumerable<MigrationCommand> Rows => _commands.Values.Select(command => command.Row);

    /// <summary>Two calls may be under way when the patience ends, and a few intervals pass until they are made and settled.</summary>
    private TimeSpan Slack => 2 * options.Driver.CommandDeadline + 5 * options.Monitoring.Interval;

    public void ServiceStarts() => (_startedAt, _startedMoment) = (clock.GetTimestamp(), ++_moment);

    public void WallClockIsSet(TimeSpan ahead)
    {
        journal.Note($"the wall clock is set by {ahead}");
        (_setBack, _setForward) = (_setBack || ahead < TimeSpan.Zero, _setForward || ahead > TimeSpan.Zero);
    }

    public void StoreIsDown(bool down)
    {
        journal.Note(down ? "the store takes no writes" : "the store takes writes again");
        _storeBackAt = clock.GetTimestamp();
        _storeIsDown = down;
    }

    public void JobLeftTheQueue(SimulatedJob job)
    {
        if (_commands.Values.Any(command => command.Row is { Kind: CommandKind.Abort, Outcome: CommandOutcome.Done }
                                            && migrations.JobOf(MigrationOf(command)) == job))
            journal.Break($"{job.Id} runs although its abort is done");
    }

    /// <summary>Ids ascend. At most one command of a kind is pending for a migration, and a repeat is that one.</summary>
    public void Accepted(MigrationCommand requested, MigrationCommand accepted)
    {
        journal.Note($"{requested.RequestedBy.RequestId}: command {accepted.Id}, {accepted.Kind} of migration {accepted.MigrationId}, is accepted");
        if (_commands.TryGetValue(accepted.Id, out var known))
        {
            if (known.Row.Outcome != CommandOutcome.Pending)
                journal.Break($"a request is taken for a repeat of command {accepted.Id}, which is {known.Row.Outcome}");
        }
        else if (_commands.Values.Any(other => other.Row.Outcome == CommandOutcome.Pending
                                               && (other.Row.MigrationId, other.Row.Kind) == (accepted.MigrationId, accepted.Kind)))
            journal.Break($"command {accepted.Id} is a second pending {accepted.Kind} of migration {accepted.MigrationId}");
        else if (_commands.Keys.Any(id => id >= accepted.Id))
            journal.Break($"a new command has the id {accepted.Id}, which is not above all others");
        _commands.TryAdd(accepted.Id, new AcceptedCommand(accepted, clock.GetTimestamp()));
        _requests.Add(requested.RequestedBy.RequestId, _commands[accepted.Id]);
    }

    public void Saved(MigrationCommand command)
    {
        var known = _commands[command.Id];
        if (known.Row.Outcome != CommandOutcome.Pending)
            journal.Break($"command {command.Id} is {known.Row.Outcome}, and is changed to {command.Outcome}");
        known.Row = command;
        if (command.Outcome == CommandOutcome.Pending)
            return;
        journal.Note($"command {command.Id} is {command.Outcome}: {command.Reason}");
        if (command.Outcome == CommandOutcome.Done && !HadItsEffect(known))
            journal.Break($"command {command.Id} is done, but {MigrationOf(known).JobId} shows nothing of it");
        if (command.Outcome == CommandOutcome.Unreachable && !(_setForward && _startedAt >= known.AcceptedAt)
            && clock.GetElapsedTime(known.AcceptedAt) < options.Commands.CommandPatience - options.Monitoring.Interval)
            journal.Break($"command {command.Id} is given up after {clock.GetElapsedTime(known.AcceptedAt)}");
    }

    /// <summary>A crash takes nothing back.</summary>
    public void Reopened(ICommandStore store)
    {
        foreach (var known in _commands.Values.Select(command => command.Row))
            if (store.Of(known.MigrationId).SingleOrDefault(command => command.Id == known.Id) is var found && found != known)
                journal.Break($"command {known.Id} is found as {found} and was stored as {known}");
    }

    public int ReadingBegins() => ++_moment;

    public void ReadingEnds(MigrationJob job, int began) =>
        _latestReading[job.Id] = Math.Max(began, _latestReading.GetValueOrDefault(job.Id));

    public void Asks(CommandKind kind, MigrationJob job)
    {
        var command = _commands.Values.LastOrDefault(command =>
            command.Row.Kind == kind && command.Row.Outcome == CommandOutcome.Pending && MigrationOf(command).JobId == job.Id);
        journal.Note($"the driver is asked: {kind} of {job.Id}");
        if (command is null)
        {
            journal.Break($"the driver is asked for {kind} of {job.Id} without a pending command");
            return;
        }
        if (_commands.Values.Any(other => other.UnderWaySince > _startedMoment && other.Row.MigrationId == command.Row.MigrationId))
            journal.Break($"two commands of migration {command.Row.MigrationId} are under way at once");
        if (command.AnsweredAt is { } answered
            && _latestReading.GetValueOrDefault(job.Id) < Math.Max(answered, _startedMoment))
            journal.Break($"command {command.Row.Id} is repeated although nobody has looked since");
        command.UnderWaySince = ++_moment;
        command.AnsweredAt = _moment;
    }

    public void HasAnswer(CommandKind kind, MigrationJob job)
    {
        journal.Note($"the driver has answered: {kind} of {job.Id}");
        foreach (var command in _commands.Values.Where(command => command.Row.Kind == kind && command.UnderWaySince > 0 && MigrationOf(command).JobId == job.Id))
            (command.UnderWaySince, command.AnsweredAt) = (0, ++_moment);
    }

    /// <summary>Every accepted command has an outcome in time.</summary>
    public void CheckDeadlines()
    {
        foreach (var command in _commands.Values.Where(command => command.Row.Outcome == CommandOutcome.Pending))
        {
            var since = _setBack ? Math.Max(command.AcceptedAt, _startedAt) : command.AcceptedAt;
            var due = new[] { since + options.Commands.CommandPatience.Ticks, _startedAt, _storeBackAt }.Max() + Slack.Ticks;
            if (clock.GetTimestamp() > due && !_storeIsDown)
                journal.Break($"command {command.Row.Id} still has no outcome");
        }
    }

    /// <summary>Once the world has been calm for a while, everything accepted has an outcome, and every request an action that says so.</summary>
    /// <param name="actions">Null where no actions are stored.</param>
    public void CheckOutcomes(IServerActionStore? actions)
    {
        foreach (var (request, command) in _requests)
        {
            if (command.Row.Outcome == CommandOutcome.Pending)
                journal.Break($"command {command.Row.Id} still has no outcome");
            var result = command.Row.Outcome == CommandOutcome.Done ? ActionEvent.Success : ActionEvent.Error;
            if (actions is not null && !(actions.Find(command.Row.ServerUuid, request) is { Events: [var done] } && done.Result == result))
                journal.Break($"{request} was for command {command.Row.Id}, which is {command.Row.Outcome}, and its action does not say so");
        }
    }

    /// <remarks>Of jobs that have shared an id, nobody can tell which was told.</remarks>
    private bool HadItsEffect(AcceptedCommand command) =>
        jobs.Where(job => job.Queued && job.Is(MigrationOf(command).JobId!)).ToList() is not [var job]
        || (command.Row.Kind == CommandKind.Abort
            ? job.Phase == JobPhase.Aborting || job.End is { Result: not JobResult.Completed }
            : job.WasForced || job.Phase == JobPhase.Finishing);

    private Migration MigrationOf(AcceptedCommand command) => migrations[command.Row.MigrationId];

    private sealed class AcceptedCommand(MigrationCommand row, long acceptedAt)
    {
        public MigrationCommand Row { get; set; } = row;
        public long AcceptedAt { get; } = acceptedAt;

        /// <summary>When the driver was asked, while its answer has not come; else 0.</summary>
        public int UnderWaySince { get; set; }

        /// <summary>When the last answer came, or was given up.</summary>
        public int? AnsweredAt { get; set; }
    }
}
