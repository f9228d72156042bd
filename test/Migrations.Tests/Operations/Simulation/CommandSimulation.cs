using Migrations.Drivers;
using Migrations.Monitoring;
using Migrations.Operations;

namespace Migrations.Tests.Operations.Simulation;

/// <summary>One run: a plan carried out under a simulated clock and scheduler, and judged by the rules.</summary>
internal sealed class CommandSimulation : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly SimulatedClock _clock = new();
    private readonly SimulatedOptions _options = new(
        new DriverOptions { CommandDeadline = TimeSpan.FromSeconds(2), ReadDeadline = TimeSpan.FromSeconds(1) },
        new MonitoringOptions(),
        new CommandOptions { CommandPatience = TimeSpan.FromSeconds(8) });

    private readonly SimulationPlan _plan;
    private readonly Func<(IMigrationStore Migrations, ICommandStore Commands)> _open;
    private readonly Random _random;
    private readonly CommandRules _rules;
    private readonly SimulatedHypervisor _hypervisor;
    private SimulatedService _service;

    private CommandSimulation(SimulationPlan plan, Func<(IMigrationStore, ICommandStore)> open)
    {
        (_plan, _open, _random) = (plan, open, new Random(plan.Seed));
        IReadOnlyList<SimulatedJob> jobs = [.. plan.Jobs.Select((job, index) => new SimulatedJob(index, job))];
        _rules = new CommandRules(jobs, _options, _clock);
        _hypervisor = new SimulatedHypervisor(plan, jobs, _clock, _rules);
        _service = Begin();
    }

    /// <param name="open">Opens what is stored; called whenever the service begins.</param>
    /// <exception cref="AssertionException">A rule was broken; the message tells all that happened.</exception>
    public static void Run(SimulationPlan plan, Func<(IMigrationStore, ICommandStore)> open)
    {
        using var simulation = new CommandSimulation(plan, open);
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
    }

    private void Elapse()
    {
        _service.Run();
        _clock.Advance(Step);
        _hypervisor.Elapse(Step);
        _rules.CheckDeadlines();
        if (_rules.Broken is { } broken)
            throw new AssertionException(broken);
    }

    private void Happen(PlannedEvent planned)
    {
        var job = _hypervisor.Jobs[planned.Job % _hypervisor.Jobs.Count];
        switch (planned.Kind)
        {
            case PlannedEventKind.Abort:
                _service.Send(CommandKind.Abort, job);
                break;
            case PlannedEventKind.ForceComplete:
                _service.Send(CommandKind.ForceComplete, job);
                break;
            case PlannedEventKind.ClockSetBack:
                SetWallClock(TimeSpan.FromHours(-1));
                break;
            case PlannedEventKind.ClockSetForward:
                SetWallClock(TimeSpan.FromHours(1));
                break;
            case PlannedEventKind.StoreIsDown when _service.Serves:
                LoseTheStore();
                break;
            case PlannedEventKind.StoreIsDown:
                break;
            case PlannedEventKind.Restart:
                if (!_service.RunToItsEnd())
                    _rules.Break("the service does not stop");
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
        _rules.WallClockIsSet(ahead);
    }

    private void LoseTheStore()
    {
        _rules.StoreIsDown(true);
        _service.Store.IsDown = true;
        for (var steps = _random.Next(40); steps > 0; steps--)
            Elapse();
        _service.Store.IsDown = false;
        _rules.StoreIsDown(false);
    }

    private void Restart(string how)
    {
        _rules.Note($"the service was {how}");
        _service.Dispose();
        for (var steps = _random.Next(20); steps > 0; steps--)
        {
            _clock.Advance(Step);
            _hypervisor.Elapse(Step);
        }
        _service = Begin();
    }

    private SimulatedService Begin()
    {
        var (migrations, commands) = _open();
        return new SimulatedService(_hypervisor, migrations, commands, _rules, _options, _clock, _random);
    }
}
