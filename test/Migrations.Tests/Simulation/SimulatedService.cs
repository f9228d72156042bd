using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Migrations.Drivers;
using Migrations.Live;
using Migrations.Monitoring;
using Migrations.Operations;
using Migrations.Starts;

namespace Migrations.Tests.Simulation;

/// <summary>One run of the service, from its start to its end or death: the real monitor and the real runner on a simulated thread.</summary>
internal sealed class SimulatedService : IDisposable
{
    private readonly SimulatedScheduler _scheduler;
    private readonly CancellationTokenSource _stop = new();
    private readonly LiveMigrations _live;
    private readonly MigrationsTelemetry _telemetry;
    private readonly StartupReconciler _reconciler;
    private readonly CommandRunner _runner;
    private readonly SamplingPass _pass;
    private readonly Abort _abort;
    private readonly ForceComplete _forceComplete;
    private readonly TimeSpan _interval;
    private readonly SimulatedClock _clock;
    private readonly Random _random;
    private readonly MigrationRules _ofMigrations;
    private readonly StartRules _ofStarts;
    private readonly StartMigration _start;
    private readonly StartRunner _starts;
    private readonly Task _running;
    private LiveSnapshot? _seen;

    public SimulatedService(
        SimulatedHypervisor hypervisor, SimulatedStorage storage, MigrationRules ofMigrations, CommandRules ofCommands, StartRules ofStarts,
        SimulationJournal happenings, SimulatedOptions options, SimulatedClock clock, Random random)
    {
        (_clock, _random, _ofMigrations, _ofStarts) = (clock, random, ofMigrations, ofStarts);
        _scheduler = new SimulatedScheduler(random) { Stepped = Look };
        _interval = options.Monitoring.Interval;
        var monitoring = Options.Create(options.Monitoring);
        var store = Store = new SimulatedStore(storage, _scheduler, ofMigrations, ofCommands, ofStarts);
        var driver = new SupervisedCalls(
            new SupervisedDriver(new SimulatedDriver(hypervisor, _scheduler, clock, random), Options.Create(options.Driver), clock), ofCommands);
        var journal = new MonitoringJournal(new SimulationLog<MonitoringJournal>(happenings));
        var signal = new CommandSignal(clock);
        var audit = new AuditLog(NullLoggerFactory.Instance);
        _live = new LiveMigrations(store);
        _telemetry = new MigrationsTelemetry();
        _pass = new SamplingPass(_live, store, store, driver, new DriverHealth(), new DepartedServers(store), Given.Judge, _telemetry, journal, clock);
        _reconciler = new StartupReconciler(_live, _pass, journal, monitoring);
        var jobless = new JoblessMigrations(_live, _telemetry, journal);
        var execution = new CommandExecution(
            _live, store, store, jobless, driver, _telemetry, Options.Create(options.Commands), clock, audit, new SimulationLog<CommandExecution>(happenings));
        _runner = new CommandRunner(store, execution, signal, monitoring, clock, new SimulationLog<CommandRunner>(happenings));
        var acceptance = new CommandAcceptance(_live, store, store, signal, driver, clock, audit);
        (_abort, _forceComplete) = (new Abort(acceptance), new ForceComplete(acceptance));
        var starter = new StartCalls(new SupervisedStarter(
            new SimulatedStarter(hypervisor, _scheduler, clock, random), Options.Create(options.Driver), clock), ofStarts);
        var (awaited, ofStart) = (new AwaitedStarts(clock), new StartSignal(clock));
        _start = new StartMigration(_live, starter, ofStart, awaited, audit, journal, clock);
        _starts = new StartRunner(_live, new StartExecution(_live, jobless, starter, awaited, Options.Create(options.Starts),
            Options.Create(options.Commands), clock, new SimulationLog<StartExecution>(happenings)), ofStart, awaited, monitoring, clock);
        ofCommands.ServiceStarts();
        _running = _scheduler.Start(RunAsync);
    }

    public SimulatedStore Store { get; }

    /// <summary>The first look has been taken, and commands are accepted.</summary>
    public bool Serves { get; private set; }

    public bool IsDead => _scheduler.IsDead;

    /// <summary>Runs what is ready.</summary>
    public void Run()
    {
        _scheduler.Run();
        if (_running.IsFaulted)
            _running.GetAwaiter().GetResult();
    }

    /// <summary>Somebody sends a command for whatever migration the job has.</summary>
    public void Send(CommandKind kind, SimulatedJob job, string requestId)
    {
        if (!Serves || _live.Current.Of(job.ServerUuid).LastOrDefault() is not { } known
            || !_live.Current.Servers.TryGetValue(job.ServerUuid, out var server))
            return;
        var request = new CommandRequest(server, job.ServerUuid.ToString(),
            known.Record.Id.ToString(null as IFormatProvider), new Requester("alice", "project", requestId), IsAdministrator: true);
        _ = _scheduler.Start(() => kind == CommandKind.Abort
            ? _abort.RequestAsync(request, beforeItRuns: true, _stop.Token)
            : _forceComplete.RequestAsync(request, _stop.Token));
    }

    /// <summary>Somebody asks for a migration of the job's server.</summary>
    public void Start(SimulatedJob job, string requestId)
    {
        if (!Serves || !_live.Current.Servers.TryGetValue(job.ServerUuid, out var server))
            return;
        var request = new StartRequest(server, job.ServerUuid.ToString(), new Requester("bob", "project", requestId), IsAdministrator: true,
            Host: null, IsForced: false, DiskCopy.Auto, IsAwaited: _random.Next(2) == 0);
        _ = _scheduler.Start(async () => _ofStarts.Answered(requestId, await _start.RequestAsync(request, _stop.Token)));
    }

    /// <summary>Stops it, while time stands still: nothing may have to be waited for.</summary>
    /// <returns>Whether it has ended.</returns>
    public bool RunToItsEnd()
    {
        _stop.Cancel();
        for (var rounds = 0; rounds < 1000 && !_running.IsCompleted; rounds++)
            Run();
        return _running.IsCompleted;
    }

    public void Kill() => _scheduler.Kill();

    public void Dispose()
    {
        _telemetry.Dispose();
        _live.Dispose();
        _stop.Dispose();
    }

    /// <summary>A reader looks.</summary>
    private void Look()
    {
        if (!Serves || _seen == _live.Current)
            return;
        _seen = _live.Current;
        _ofMigrations.Published(_seen);
        _ofStarts.Published(_seen);
    }

    private async Task RunAsync()
    {
        await _reconciler.StartAsync(_stop.Token);
        Serves = true;
        await Task.WhenAll(SampleAsync(), _runner.RunAsync(_stop.Token), _starts.RunAsync(_stop.Token));
    }

    private async Task SampleAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                // News make a pass earlier.
                await Task.Delay(_interval / _random.Next(1, 11), _clock, _stop.Token);
                await _pass.RunAsync(_interval, _stop.Token);
            }
            catch (Exception)
            {
                // As the sampler does, which logs it.
            }
        }
    }
}
