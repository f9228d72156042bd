using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Migrations.Drivers;
using Migrations.Drivers.Fake;
using Migrations.Drivers.Fake.Files;
using Migrations.Drivers.Fake.Model;
using Migrations.Drivers.Fake.Scenarios;

namespace Migrations.Tests.Drivers.Fake.Files;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class WorldFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly LogLines<FakeHypervisor> _log = new();
    private readonly Scenario _scenario = new() { Servers = [FakeServers.Of(TestbedServer.Endless)] };

    private string WorldPath => _folder.File("world.json");

    public void Dispose() => _folder.Dispose();

    [Test]
    public void Write_AnyWorld_IsReadAsItWas() => FakeWorlds.Any.Sample(world =>
    {
        var file = new WorldFile(WorldPath);
        file.Write(new SavedWorld(_clock.GetUtcNow(), world));

        Assert.That(file.Read()!.World.Advance(500).Print(), Is.EqualTo(world.Advance(500).Print()));
    }, iter: 50, threads: 1);

    [Test]
    public void Begin_ServiceWasDown_WorldHasGoneOn()
    {
        var hypervisor = Begin(_scenario);
        _clock.Advance(TimeSpan.FromSeconds(20));
        var before = hypervisor.World;

        _clock.Advance(TimeSpan.FromSeconds(30.5));

        var revived = Begin(_scenario).World;
        Assert.That(revived.Now, Is.EqualTo(TimeSpan.FromSeconds(50.5)));
        Assert.That(revived.Print(), Is.EqualTo(before.Advance(305).Print()));
    }

    [Test]
    public void Begin_DownForADay_CatchesUpByAnHour()
    {
        _ = Begin(_scenario).World;

        _clock.Advance(TimeSpan.FromDays(1));

        Assert.That(Begin(_scenario).World.Now, Is.EqualTo(TimeSpan.FromHours(1)));
    }

    [Test]
    public void Change_ThenKilled_WasNotInVain()
    {
        var hypervisor = Begin(_scenario);
        _clock.Advance(TimeSpan.FromSeconds(5));
        var job = hypervisor.World.ListJobs()[0];
        _clock.Advance(TimeSpan.FromSeconds(0.5));
        hypervisor.Change(world => (world.Abort(job), true));

        Assert.That(Begin(_scenario).World.ListJobs()[0].Phase, Is.EqualTo(JobPhase.Aborting));
    }

    [Test]
    public void Start_ThenKilled_GoesOnUnderTheTermsThatWereSet()
    {
        var idle = _scenario with { Servers = [FakeServers.Of(TestbedServer.Idle)] };
        var order = new StartOrder(idle.Servers[0].Uuid, Guid.NewGuid(), null, false, DiskCopy.None);
        var hypervisor = Begin(idle);
        hypervisor.Change(world => (world.Start(order, "started", "compute-2"), true));
        hypervisor.Change(world => (world.Steer(world.ListJobs()[0], terms => terms with
        {
            LimitMiBPerSecond = 1,
            AllowedDowntimeMilliseconds = 7,
        }), true));

        Assert.That(Begin(idle).World.Servers[0].Job, Has.Property(nameof(FakeJob.Id)).EqualTo("started")
            .And.Property(nameof(FakeJob.Terms)).EqualTo(new JobTerms
            {
                Destination = idle.Destination,
                LimitMiBPerSecond = 1,
                AllowedDowntimeMilliseconds = 7,
                CopiesNoDisks = true,
            }));
    }

    [Test]
    public void Save_WhileNothingIsMigrated_IsOncePerMinute()
    {
        var hypervisor = Begin(new Scenario { Servers = [FakeServers.Of(TestbedServer.Idle)] });
        var saved = new List<TimeSpan>();
        for (var second = 0; second < 90; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            _ = hypervisor.World;
            saved.Add(new WorldFile(WorldPath).Read()!.World.Now);
        }

        Assert.That(saved.Distinct(), Is.EqualTo(new[] { TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(61) }));
    }

    [Test]
    public void Begin_WorldOfAnEarlierVersion_GoesOn()
    {
        var job = RunningJob();
        var file = File.ReadAllText(WorldPath);
        Assert.That(file, Does.Contain(",\"byItself\":true"));
        File.WriteAllText(WorldPath, file.Replace(",\"byItself\":true", "", StringComparison.Ordinal));

        Assert.That(Begin(_scenario).World.ListJobs()[0].Id, Is.EqualTo(job.Id));
    }

    [Test]
    public void World_JobBegins_IsSavedAtOnce()
    {
        var hypervisor = Begin(_scenario);
        _clock.Advance(FakeWorld.StepLength);
        var job = hypervisor.World.ListJobs()[0];

        Assert.That(new WorldFile(WorldPath).Read()!.World.ListJobs()[0].Id, Is.EqualTo(job.Id));
    }

    [Test]
    public void Begin_ScenarioWasChanged_EarlierJobsHaveFailedForThatReason()
    {
        var job = RunningJob();
        var changed = _scenario with { MaxConcurrent = 9 };

        _ = Begin(changed);

        var world = Begin(changed).World;
        Assert.That(world.GetEnd(job.ServerUuid, job.Id),
            Is.EqualTo(new JobEnd(JobResult.Failed, "the scenario was changed while this migration ran")));
        _clock.Advance(FakeWorld.StepLength);
        Assert.That(Begin(changed).World.ListJobs()[0].Id, Is.Not.EqualTo(job.Id));
    }

    [Test]
    public void Begin_FileWasDeleted_NewJobsHaveNewIds()
    {
        var job = RunningJob();
        File.Delete(WorldPath);

        Assert.That(RunningJob().Id, Is.Not.EqualTo(job.Id));
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("{ \"at\": ")]
    [TestCase("{ \"servers\": [] }")]
    [TestCase("{ \"at\": \"2026-01-01T00:00:00Z\", \"world\": { \"now\": \"00:00:01\" } }")]
    public void Begin_FileIsNoWorld_SaysSoAndLeavesIt(string content)
    {
        File.WriteAllText(WorldPath, content);

        Assert.That(() => Begin(_scenario), Throws.TypeOf<ScenarioException>()
            .With.Message.StartsWith($"{WorldPath}: ")
            .And.Message.EndsWith("; this is no saved world, delete the file to begin a new one")
            .And.Message.Not.Contains('\n'));
        Assert.That(File.ReadAllText(WorldPath), Is.EqualTo(content));
    }

    [Test]
    public void Begin_FileCannotBeWritten_SaysSo()
    {
        var path = _folder.File("no-such-folder/world.json");

        Assert.That(() => Begin(_scenario, path),
            Throws.TypeOf<ScenarioException>().With.Message.StartsWith($"{path}: cannot be written: "));
    }

    [Test]
    public void World_FileCannotBeWrittenAnyMore_GoesOn()
    {
        var hypervisor = Begin(_scenario);
        _folder.Dispose();

        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.That(hypervisor.World.Now, Is.EqualTo(TimeSpan.FromSeconds(5)));
    }

    [Test]
    public void World_FileCannotBeWrittenForAWhile_IsSaidOnceAndOnceWhenItCan()
    {
        var folder = Directory.CreateDirectory(_folder.File("later")).FullName;
        var hypervisor = Begin(_scenario, Path.Combine(folder, "world.json"));
        Directory.Delete(folder, recursive: true);
        LetTimePass(hypervisor);
        Assert.That(Said("could not be saved"), Has.One.Items);

        Directory.CreateDirectory(folder);
        LetTimePass(hypervisor);

        Assert.That(Said("could not be saved"), Has.One.Items);
        Assert.That(Said("is saved again"), Has.One.Items);
    }

    [Test]
    public void Write_FileCannotBeReplaced_LeavesNoDraft()
    {
        Directory.CreateDirectory(WorldPath);

        Assert.That(() => Begin(_scenario), Throws.TypeOf<ScenarioException>());

        Assert.That(File.Exists($"{WorldPath}.new"), Is.False);
    }

    [Test]
    public void Write_BesideADraftThatOthersCanRead_IsReadableByItsOwnerOnly()
    {
        if (OperatingSystem.IsWindows())
            Assert.Ignore("Windows has no file modes.");
        else
        {
            const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            File.WriteAllText($"{WorldPath}.new", "");
            File.SetUnixFileMode($"{WorldPath}.new", owner | UnixFileMode.OtherRead);

            Begin(_scenario);

            Assert.That(File.GetUnixFileMode(WorldPath), Is.EqualTo(owner));
        }
    }

    private MigrationJob RunningJob()
    {
        var hypervisor = Begin(_scenario);
        _clock.Advance(TimeSpan.FromSeconds(5));
        return hypervisor.World.ListJobs()[0];
    }

    private void LetTimePass(FakeHypervisor hypervisor)
    {
        for (var second = 0; second < 5; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            _ = hypervisor.World;
        }
    }

    private IEnumerable<string> Said(string words) => _log.Lines.Where(line => line.Contains(words, StringComparison.Ordinal));

    private FakeHypervisor Begin(Scenario scenario, string? path = null) =>
        FakeStart.Begin(scenario, new FakeOptions { StateFile = path ?? WorldPath }, _clock, _log);
}
