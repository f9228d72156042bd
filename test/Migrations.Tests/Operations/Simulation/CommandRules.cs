using Migrations.Drivers;

namespace Migrations.Tests.Operations.Simulation;

/// <summary>What holds of every command, whatever happens. It is said here and nowhere else.</summary>
internal sealed class CommandRules(IReadOnlyList<SimulatedJob> jobs, SimulatedOptions options, SimulatedClock clock)
{
    private readonly long _began = clock.GetTimestamp();
    private readonly Dictionary<long, AcceptedCommand> _commands = [];
    private readonly Dictionary<long, Migration> _migrations = [];
    private readonly Dictionary<string, int> _latestReading = [];
    private readonly List<string> _journal = [];
    private int _moment;
    private int _startedMoment;
    private long _startedAt;
    private bool _setBack;
    private bool _setForward;
    private bool _storeIsDown;
    private long _storeBackAt;

    /// <summary>The first rule that was broken, with all that happened before.</summary>
    public string? Broken { get; private set; }

    /// <summary>Two calls may be under way when the patience ends, and a few intervals pass until they are made and settled.</summary>
    private TimeSpan Slack => 2 * options.Driver.CommandDeadline + 5 * options.Monitoring.Interval;

    public void Note(string what) => _journal.Add($"{TimeSpan.FromTicks(clock.GetTimestamp() - _began).TotalSeconds,7:0.000} {what}");

    public void ServiceStarts() => (_startedAt, _startedMoment) = (clock.GetTimestamp(), ++_moment);

    public void WallClockIsSet(TimeSpan ahead)
    {
        Note($"the wall clock is set by {ahead}");
        (_setBack, _setForward) = (_setBack || ahead < TimeSpan.Zero, _setForward || ahead > TimeSpan.Zero);
    }

    public void StoreIsDown(bool down)
    {
        Note(down ? "the store takes no writes" : "the store takes writes again");
        _storeBackAt = clock.GetTimestamp();
        _storeIsDown = down;
    }

    public void JobLeftTheQueue(SimulatedJob job)
    {
        Note($"{job.Id} leaves the queue");
        if (_migrations.Values.FirstOrDefault(migration => migration.JobId == job.Id && migration.Status.IsFinal) is { } over)
            Break($"{job.Id} runs although its migration {over.Id} is {over.Status.WireName}");
        if (_commands.Values.Any(command => command.Row is { Kind: CommandKind.Abort, Outcome: CommandOutcome.Done } && JobOf(command) == job))
            Break($"{job.Id} runs although its abort is done");
    }

    public void Committed(IEnumerable<Migration> migrations)
    {
        foreach (var migration in migrations)
        {
            Note($"migration {migration.Id} of {migration.JobId} is {migration.Status.WireName}");
            _migrations[migration.Id] = migration;
            if (_migrations.Values.Count(known => known.JobId == migration.JobId) > 1)
                Break($"{migration.JobId} is recorded as a second migration");
            if (migration.Status == MigrationStatus.Cancelled && jobs.Single(job => job.Id == migration.JobId).Exists)
                Break($"migration {migration.Id} is cancelled while {migration.JobId} is still there");
        }
    }

    public void Accepted(MigrationCommand command)
    {
        Note($"command {command.Id}, {command.Kind} of migration {command.MigrationId}, is accepted");
        _commands.TryAdd(command.Id, new AcceptedCommand(command, clock.GetTimestamp()));
    }

    public void Saved(MigrationCommand command)
    {
        var known = _commands[command.Id];
        if (known.Row.Outcome != CommandOutcome.Pending)
            Break($"command {command.Id} is {known.Row.Outcome}, and is changed to {command.Outcome}");
        known.Row = command;
        if (command.Outcome == CommandOutcome.Pending)
            return;
        Note($"command {command.Id} is {command.Outcome}: {command.Reason}");
        if (command.Outcome == CommandOutcome.Done && !HadItsEffect(known))
            Break($"command {command.Id} is done, but {JobOf(known).Id} is in {JobOf(known).Phase}");
        if (command.Outcome == CommandOutcome.Unreachable && !(_setForward && _startedAt > known.AcceptedAt)
            && clock.GetElapsedTime(known.AcceptedAt) < options.Commands.CommandPatience - options.Monitoring.Interval)
            Break($"command {command.Id} is given up after {clock.GetElapsedTime(known.AcceptedAt)}");
    }

    public int ReadingBegins() => ++_moment;

    public void ReadingEnds(MigrationJob job, int began) =>
        _latestReading[job.Id] = Math.Max(began, _latestReading.GetValueOrDefault(job.Id));

    public void Asks(CommandKind kind, MigrationJob job)
    {
        var command = _commands.Values.SingleOrDefault(command =>
            command.Row.Kind == kind && command.Row.Outcome == CommandOutcome.Pending && JobOf(command).Id == job.Id);
        Note($"the driver is asked: {kind} of {job.Id}");
        if (command is null)
        {
            Break($"the driver is asked for {kind} of {job.Id} without a pending command");
            return;
        }
        if (_commands.Values.Any(other => other.UnderWaySince > _startedMoment && other.Row.MigrationId == command.Row.MigrationId))
            Break($"two commands of migration {command.Row.MigrationId} are under way at once");
        if (command.AnsweredAt is { } answered
            && _latestReading.GetValueOrDefault(job.Id) < Math.Max(answered, _startedMoment))
            Break($"command {command.Row.Id} is repeated although nobody has looked since");
        command.UnderWaySince = ++_moment;
        command.AnsweredAt = _moment;
    }

    public void HasAnswer(CommandKind kind, MigrationJob job)
    {
        Note($"the driver has answered: {kind} of {job.Id}");
        foreach (var command in _commands.Values.Where(command => command.Row.Kind == kind && command.UnderWaySince > 0 && JobOf(command).Id == job.Id))
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
                Break($"command {command.Row.Id} still has no outcome");
        }
    }

    private bool HadItsEffect(AcceptedCommand command) => JobOf(command) is var job && command.Row.Kind == CommandKind.Abort
        ? job.Phase == JobPhase.Aborting || job.End is { Result: not JobResult.Completed }
        : job.WasForced || job.Phase == JobPhase.Finishing;

    private SimulatedJob JobOf(AcceptedCommand command) => jobs.Single(job => job.Id == _migrations[command.Row.MigrationId].JobId);

    public void Break(string rule) => Broken ??= $"{rule}\n{string.Join('\n', _journal)}";

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
