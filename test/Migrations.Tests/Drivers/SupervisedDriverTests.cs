using System.Runtime.CompilerServices;
using Microsoft.Extensions.Time.Testing;
using Migrations.Drivers;
using Moq;

namespace Migrations.Tests.Drivers;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[NonParallelizable]
public sealed partial class SupervisedDriverTests
{
    private static readonly DriverOptions Options = new();
    private static readonly MigrationJob Job = new("job-1", Guid.NewGuid(), JobPhase.PreCopy);

    private readonly FakeTimeProvider _clock = new();
    private readonly TaskCompletionSource<IReadOnlyList<MigrationJob>> _jobs = new();

    [Test]
    public async Task ListJobs_AnswersInTime_PassesTheAnswerOn()
    {
        var call = Supervise(_jobs.Task).ListJobsAsync(default);
        _clock.Advance(Options.ReadDeadline - TimeSpan.FromTicks(1));
        _jobs.SetResult([Job]);

        Assert.That(await call, Is.EqualTo([Job]));
    }

    [Test]
    public async Task ListJobs_Hangs_TimesOutAtTheReadDeadline()
    {
        var call = Supervise(_jobs.Task).ListJobsAsync(default);

        _clock.Advance(Options.ReadDeadline - TimeSpan.FromTicks(1));
        Assert.That(call.IsCompleted, Is.False);
        _clock.Advance(TimeSpan.FromTicks(1));

        await Assert.ThatAsync(() => call, Throws.TypeOf<MigrationDriverException>()
            .With.Property(nameof(MigrationDriverException.Kind)).EqualTo(DriverErrorKind.TimedOut)
            .And.Message.EqualTo("The hypervisor did not answer 'list jobs' within 5s (Monitoring:ReadDeadline)."));
    }

    [Test]
    public async Task Abort_Hangs_TimesOutAtTheCommandDeadline()
    {
        var driver = new Mock<IMigrationDriver>();
        driver.Setup(d => d.AbortAsync(Job, It.IsAny<CancellationToken>())).Returns(new TaskCompletionSource().Task);
        var call = Supervise(driver).AbortAsync(Job, default);

        _clock.Advance(Options.ReadDeadline);
        Assert.That(call.IsCompleted, Is.False);
        _clock.Advance(Options.CommandDeadline - Options.ReadDeadline);

        await Assert.ThatAsync(() => call, Throws.TypeOf<MigrationDriverException>()
            .With.Property(nameof(MigrationDriverException.Kind)).EqualTo(DriverErrorKind.TimedOut));
    }

    [Test]
    public async Task ListJobs_Hangs_AsksTheDriverToStop()
    {
        var given = CancellationToken.None;
        var driver = new Mock<IMigrationDriver>();
        driver.Setup(d => d.ListJobsAsync(It.IsAny<CancellationToken>()))
            .Callback((CancellationToken token) => given = token)
            .Returns(_jobs.Task);
        var call = Supervise(driver).ListJobsAsync(default);

        _clock.Advance(Options.ReadDeadline);

        await Assert.ThatAsync(() => call, Throws.TypeOf<MigrationDriverException>());
        Assert.That(given.IsCancellationRequested);
    }

    [Test]
    public async Task ListJobs_CallerGivesUp_IsCancellationOfTheCaller()
    {
        using var given = new CancellationTokenSource();
        var call = Supervise(_jobs.Task).ListJobsAsync(given.Token);

        await given.CancelAsync();

        await Assert.ThatAsync(() => call, Throws.InstanceOf<OperationCanceledException>()
            .With.Property(nameof(OperationCanceledException.CancellationToken)).EqualTo(given.Token));
    }

    [Test]
    public async Task ListJobs_DriverErrs_PassesTheErrorOn()
    {
        var error = new MigrationDriverException(DriverErrorKind.Unreachable, "no route");
        _jobs.SetException(error);

        await Assert.ThatAsync(() => Supervise(_jobs.Task).ListJobsAsync(default), Throws.Exception.SameAs(error));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void ListJobs_FailsAfterItWasLeftBehind_IsObserved(bool callerGivesUp)
    {
        var unobserved = new List<string>();
        void Note(object? sender, UnobservedTaskExceptionEventArgs e) =>
            unobserved.Add(e.Exception.InnerException!.Message);
        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            var late = $"late failure {Guid.NewGuid()}";
            LeaveBehind(late, callerGivesUp);
            GC.Collect();
            GC.WaitForPendingFinalizers();

            Assert.That(unobserved, Has.None.EqualTo(late));
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }
    }

    /// <summary>Leaves no frame behind that refers to the failed task, so that the collector can finalize it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void LeaveBehind(string late, bool callerGivesUp)
    {
        var jobs = new TaskCompletionSource<IReadOnlyList<MigrationJob>>();
        using var given = new CancellationTokenSource();
        var call = Supervise(jobs.Task).ListJobsAsync(given.Token);
        if (callerGivesUp)
            given.Cancel();
        else
            _clock.Advance(Options.ReadDeadline);
        Task.WhenAny(call).Wait();
        jobs.SetException(new InvalidOperationException(late));
    }

    private SupervisedDriver Supervise(Task<IReadOnlyList<MigrationJob>> jobs)
    {
        var driver = new Mock<IMigrationDriver>();
        driver.Setup(d => d.ListJobsAsync(It.IsAny<CancellationToken>())).Returns(jobs);
        return Supervise(driver);
    }

    private SupervisedDriver Supervise(Mock<IMigrationDriver> driver) =>
        new(driver.Object, Microsoft.Extensions.Options.Options.Create(Options), _clock);
}
