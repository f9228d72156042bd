using Migrations.Drivers;
using Migrations.Monitoring;
using Migrations.Operations;
using Migrations.Starts;

namespace Migrations.Tests.Simulation;

/// <summary>One run: a plan carried out under a simulated clock and scheduler, and judged by the rules.</summary>
internal sealed class SimulatedRun : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    /// <summary>Longer than anything waits that was tried in vain before.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(20);

    private readonly SimulatedClock _clock = new();
    private readonly SimulatedOptions _options = new(
        new DriverOptions { CommandDeadline = TimeSpan.FromSeconds(2), ReadDeadline = TimeSpan.FromSeconds(1) },
        new MonitoringOptions(),
        new CommandOptions { CommandPatience = TimeSpan.FromSeconds(8) },
        new StartOptions());

    private readonly SimulationPlan _plan;
    private readonly Func<SimulatedStorage> _open;
    private readonly Random _random;
    private readonly SimulationJournal _journal;
    private readonly MigrationRules _ofMigrations;
    private readonly CommandRules _ofCommands;
    private readonly StartRules _ofStarts;
    private readonly EventRules _ofEvents;
    private readonly SimulatedHypervisor _hypervisor;
    private SimulatedStorage _storage;
    private SimulatedService _service;
    private int _requests;

    private SimulatedRun(SimulationPlan plan, Func<SimulatedStorage> open)
    {
        (_plan, _open, _random) = (plan, open, new Random(plan.Seed));
        List<SimulatedJob> jobs =
            [.. plan.Jobs.OrderBy(job => job.QueuedAtMilliseconds).Select((job, index) => new SimulatedJob(index, job, plan.OwnIds ? $"job-{index}" : null))];
        _journal = new SimulationJournal(_clock);
        _ofMigrations = new MigrationRules(jobs, _journal);
        _ofCommands = new CommandRules(jobs, _ofMigrations, _options, _clock, _journal);
        _ofStarts = new StartRules(_ofMigrations, _options, _clock, _journal);
        _ofEvents = new EventRules(_ofMigrations, _ofCommands, _journal);
        _hypervisor = new SimulatedHypervisor(plan, jobs, _clock, _ofMigrations, _ofCommands);
        _storage = open();
        _service = Begin();
    }

    /// <param name="open">Opens what is stored; called whenever the service begins.</param>
    /// <exception cref="AssertionException">A rule was broken; the message tells all that happened.</exception>
    public static void Run(SimulationPlan plan, Func<SimulatedStorage> open)
    {
        using var simulation = new SimulatedRun(plan, open);
        simulation.Run();
    }

    public void Dispose() => _service.Dispose();

    private void Run()
    {
        var at = TimeSpan.Zero;
        foreach (var next in _plan.Events.OrderBy(planned => planned.AtMilliseconds))
        {
            for (; at.TotalMilliseconds < next.AtMilliseconds; at += Step)
                Elapse();
            Happen(next);
        }
        for (var left = _options.Commands.CommandPatience * 2.5; left > TimeSpan.Zero; left -= Step)
            Elapse();
        _hypervisor.IsCalm = true;
        for (var left = Calm; left > TimeSpan.Zero; left -= Step)
            Elapse();
        _ofMigrations.CheckTruth();
        _ofCommands.CheckOutcomes(_storage.Actions);
        _ofStarts.CheckOutcomes();
        _ofStarts.CheckActions(_storage.Actions);
        _ofEvents.Check(_storage.Events);
        ThrowIfBroken();
    }

    private void Elapse()
    {
        _service.Run();
        if (_service.IsDead)
            Restart("killed after a write");
        _clock.Advance(Step);
        _hypervisor.Elapse(Step);
        _ofCommands.CheckDeadlines();
        ThrowIfBroken();
    }

    private void ThrowIfBroken()
    {
        if (_journal.Broken is { } broken)
            throw new AssertionException(broken);
    }

    private void Happen(PlannedEvent planned)
    {
        var job = _hypervisor.Jobs[planned.Job % _hypervisor.Jobs.Count];
        switch (planned.Kind)
        {
            case PlannedEventKind.Abort:
                _service.Send(CommandKind.Abort, job, $"req-{++_requests}");
                break;
            case PlannedEventKind.ForceComplete:
                _service.Send(CommandKind.ForceComplete, job, $"req-{++_requests}");
                break;
            case PlannedEventKind.Start:
                _service.Start(job, $"req-{++_requests}");
                break;
            case PlannedEventKind.ClockSetBack:
                SetWallClock(TimeSpan.FromHours(-1));
                break;
            case PlannedEventKind.ClockSetForward:
                SetWallClock(TimeSpan.FromHours(1));
                break;
            case PlannedEventKind.JobIsRenamed:
                _journal.Note($"{job.Id} is renamed");
                job.Rename();
                break;
            case PlannedEventKind.CrashAfterCommit:
                _service.Store.DiesAfterWrite = true;
                break;
            case PlannedEventKind.StoreIsDown when _service.Serves:
                LoseTheStore();
                break;
            case PlannedEventKind.StoreIsDown:
                break;
            case PlannedEventKind.Restart:
                if (!_service.RunToItsEnd() && !_service.IsDead)
                    _journal.Break("the service does not stop");
                Restart("stopped");
                break;
            default:
                _service.Kill();
                Restart("killed");
                break;
        }
    }

    private void SetWallClock(TimeSpan ahead)
    {
        _clock.SetWallClock(ahead);
        _ofCommands.WallClockIsSet(ahead);
    }

    private void LoseTheStore()
    {
        _ofCommands.StoreIsDown(true);
        _service.Store.IsDown = true;
        for (var steps = _random.Next(40); steps > 0; steps--)
            Elapse();
        _service.Store.IsDown = false;
        _ofCommands.StoreIsDown(false);
    }

    private void Restart(string how)
    {
        _journal.Note($"the service was {how}");
        _service.Dispose();
        for (var steps = _random.Next(20); steps > 0; steps--)
        {
            _clock.Advance(Step);
            _hypervisor.Elapse(Step);
        }
        _storage = _open();
        _service = Begin();
    }

    private SimulatedService Begin()
    {
        _ofMigrations.Reopened(_storage.Migrations);
        _ofCommands.Reopened(_storage.Commands);
        _ofStarts.Reopened(_storage.Migrations);
        _ofStarts.CheckActions(_storage.Actions);
        _ofEvents.Check(_storage.Events);
        return new SimulatedService(_hypervisor, _storage, _ofMigrations, _ofCommands, _ofStarts, _journal, _options, _clock, _random);
    }
}
