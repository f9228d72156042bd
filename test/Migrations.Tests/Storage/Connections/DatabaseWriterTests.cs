using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Migrations.Storage.Connections;
using Migrations.Storage.Files;
using Migrations.Storage.Stores;

namespace Migrations.Tests.Storage.Connections;

public sealed class DatabaseWriterTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly FakeTimeProvider _clock = new();
    private readonly StoreHealth _health = new();
    private readonly ManualResetEventSlim _release = new();
    private TemporaryDatabase _folder = null!;
    private MigrationsDatabase _database = null!;

    [SetUp]
    public void Open()
    {
        _folder = new TemporaryDatabase();
        _health.Found();
        _release.Reset();
        _database = MigrationsDatabase.Open(
            new DatabaseOptions { Path = _folder.Path }, _health, _clock, NullLogger<MigrationsDatabase>.Instance);
    }

    [TearDown]
    public void Close()
    {
        _release.Set();
        _database.Dispose();
        _folder.Dispose();
    }

    [OneTimeTearDown]
    public void End() => _release.Dispose();

    [Test]
    public async Task Write_BehindAnotherForTooLong_IsRefusedAndNeverRuns()
    {
        var first = await BeginAsync();
        var hasRun = false;
        var second = _database.WriteAsync((_, _) => hasRun = true, CancellationToken.None);

        _clock.Advance(Patience);
        var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(() => second);
        _release.Set();
        await first;
        await _database.WriteAsync((_, _) => true, CancellationToken.None);

        Assert.That(refusal!.Message, Does.Contain("busy"));
        Assert.That(hasRun, Is.False);
    }

    [Test]
    public async Task Write_ThatHasBegun_IsWaitedForAndTheDatabaseCountsAsLostMeanwhile()
    {
        var first = await BeginAsync();

        _clock.Advance(Patience);
        await Eventually.IsTrueAsync("the database counts as lost", () => _health.LostBecause is not null);
        Assert.That(_health.LostBecause, Does.Contain("has not finished a write"));
        Assert.That(first.IsCompleted, Is.False);
        _release.Set();

        Assert.That(await first, Is.EqualTo("done"));
        await _database.CheckAsync(CancellationToken.None);
        Assert.That(_health.LostBecause, Is.Null);
    }

    [Test]
    public async Task Read_WhileAWriteHangs_IsRefusedInsteadOfHangingToo()
    {
        var store = new MigrationStore(_database);
        var first = await BeginAsync();
        Assert.That(store.Load().Unfinished, Is.Empty, "reading goes on as long as the write may be quick");

        _clock.Advance(Patience);
        await Eventually.IsTrueAsync("the database counts as lost", () => _health.LostBecause is not null);
        Assert.That(store.Load, Throws.TypeOf<StoreUnavailableException>().With.Message.Contains("has not finished a write"));

        _release.Set();
        await first;
        Assert.That(store.Load().Unfinished, Is.Empty);
    }

    [Test]
    public async Task Write_CancelledBeforeItBegins_NeverRuns()
    {
        using var cancellation = new CancellationTokenSource();
        var first = await BeginAsync();
        var hasRun = false;
        var second = _database.WriteAsync((_, _) => hasRun = true, cancellation.Token);

        await cancellation.CancelAsync();
        Assert.That(async () => await second, Throws.InstanceOf<OperationCanceledException>());
        _release.Set();
        await first;
        await _database.WriteAsync((_, _) => true, CancellationToken.None);

        Assert.That(hasRun, Is.False);
    }

    [Test]
    public async Task Write_CancelledAfterItHasBegun_TellsItsOutcome()
    {
        using var cancellation = new CancellationTokenSource();
        var first = await BeginAsync(cancellation.Token);

        await cancellation.CancelAsync();
        _release.Set();

        Assert.That(await first, Is.EqualTo("done"));
    }

    [Test]
    public async Task Write_WhenTheQueueIsFull_IsRefusedAtOnce()
    {
        var first = await BeginAsync();
        var queued = Enumerable.Range(0, 512).Select(_ => _database.WriteAsync((_, _) => true, CancellationToken.None)).ToList();

        var oneMore = _database.WriteAsync((_, _) => true, CancellationToken.None);

        Assert.That(oneMore.IsFaulted);
        Assert.That(oneMore.Exception!.InnerException, Is.InstanceOf<StoreUnavailableException>().With.Message.Contains("512"));
        _release.Set();
        Assert.That(await Task.WhenAll(queued), Is.All.True);
        await first;
    }

    [Test]
    public async Task Accept_GivenUpAtAnyMoment_IsStoredExactlyWhenItsCallerWasTold()
    {
        var store = new MigrationStore(_database);
        var commands = new CommandStore(_database);
        await Gen.Int[0, 60].Array[1, 40].SampleAsync(async spins =>
        {
            var told = await Task.WhenAll(spins.Select(async spin =>
            {
                var migration = await store.CommitAsync(Stored.Migration.Single());
                return (migration.Id, IsTold: await Task.Run(() => IsAcceptedAsync(commands, migration, spin)));
            }));
            return told.All(each => commands.Of(each.Id).Count == (each.IsTold ? 1 : 0));
        }, iter: 60);
    }

    private static async Task<bool> IsAcceptedAsync(CommandStore commands, Migration migration, int spin)
    {
        using var cancellation = new CancellationTokenSource();
        var command = Stored.Command.Single() with { MigrationId = migration.Id, Outcome = CommandOutcome.Pending };
        var accepting = commands.AcceptAsync(command, cancellation.Token);
        Thread.SpinWait(spin * 100);
        await cancellation.CancelAsync();
        try
        {
            await accepting;
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>A write that has begun, and ends when it is released.</summary>
    private async Task<Task<string>> BeginAsync(CancellationToken cancellationToken = default)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var write = _database.WriteAsync((_, _) =>
        {
            begun.SetResult();
            _release.Wait(CancellationToken.None);
            return "done";
        }, cancellationToken);
        await begun.Task;
        return write;
    }
}
