using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Migrations.Storage.Connections;
using Migrations.Storage.Files;

namespace Migrations.Tests.Storage.Connections;

/// <summary>Requests that wait while the disk is busy with another write.</summary>
public sealed class SharedTransactionsTests
{
    private const int Bad = 13;
    private const int ConstraintViolated = 19;

    private readonly FakeTimeProvider _clock = new();
    private readonly List<(int Request, SqliteTransaction Transaction)> _written = [];
    private readonly SemaphoreSlim _busy = new(0);
    private TemporaryDatabase _folder = null!;
    private MigrationsDatabase _database = null!;
    private SharedTransactions<int, int> _shared = null!;

    [SetUp]
    public void Open()
    {
        _written.Clear();
        _folder = new TemporaryDatabase();
        _database = MigrationsDatabase.Open(
            new DatabaseOptions { Path = _folder.Path }, new StoreHealth(), _clock, NullLogger<MigrationsDatabase>.Instance);
        _shared = new SharedTransactions<int, int>(_database, Write);
    }

    [TearDown]
    public void Close()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    [OneTimeTearDown]
    public void End() => _busy.Dispose();

    [Test]
    public async Task Requests_ThatWaitForTheDisk_ShareOneTransactionInTheirOrder()
    {
        var busy = KeepBusy();
        var all = Enumerable.Range(100, 1000).Select(request => _shared.WriteAsync(request, default)).ToList();

        _busy.Release();
        await busy;

        Assert.That(await Task.WhenAll(all), Is.EqualTo(Enumerable.Range(-1099, 1000).Reverse()));
        Assert.That(_written.Select(each => each.Request), Is.EqualTo(Enumerable.Range(100, 1000)));
        Assert.That(_written.Select(each => each.Transaction).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task Request_AfterATransaction_HasTheNextOne()
    {
        await _shared.WriteAsync(1, default);
        await _shared.WriteAsync(2, default);

        Assert.That(_written.Select(each => each.Transaction).Distinct().Count(), Is.EqualTo(2));
    }

    [Test]
    public async Task Request_ThatViolatesAConstraint_FailsAlone()
    {
        var busy = KeepBusy();
        var before = _shared.WriteAsync(1, default);
        var bad = _shared.WriteAsync(Bad, default);
        var after = _shared.WriteAsync(2, default);

        _busy.Release();
        await busy;

        Assert.That(await Task.WhenAll(before, after), Is.EqualTo(new[] { -1, -2 }));
        Assert.That(() => bad, Throws.InstanceOf<SqliteException>());
    }

    [Test]
    public async Task Failure_OfTheTransaction_IsTheFailureOfAllAndNotOfTheNext()
    {
        var busy = KeepBusy();
        var all = Enumerable.Range(1, 3).Select(request => _shared.WriteAsync(request, default)).ToList();

        _clock.Advance(TimeSpan.FromSeconds(3));

        foreach (var each in all)
            Assert.That(async () => await each, Throws.InstanceOf<StoreUnavailableException>());
        _busy.Release();
        await busy;
        Assert.That(await _shared.WriteAsync(4, default), Is.EqualTo(-4));
        Assert.That(_written.Select(each => each.Request), Is.EqualTo(new[] { 4 }), "what was refused is never written");
    }

    [Test]
    public async Task Caller_WhoGivesUpBeforeTheTransactionBegins_LeavesTheOthersAlone()
    {
        using var gone = new CancellationTokenSource();
        var busy = KeepBusy();
        var first = _shared.WriteAsync(1, gone.Token);
        var second = _shared.WriteAsync(2, default);

        await gone.CancelAsync();

        Assert.That(async () => await first, Throws.InstanceOf<OperationCanceledException>());
        _busy.Release();
        await busy;
        Assert.That(await second, Is.EqualTo(-2));
        Assert.That(_written.Select(each => each.Request), Is.EqualTo(new[] { 2 }));
    }

    [Test]
    public async Task Callers_WhoAllGiveUp_LeaveNothingBehind()
    {
        using var gone = new CancellationTokenSource();
        var busy = KeepBusy();
        var all = Enumerable.Range(1, 3).Select(request => _shared.WriteAsync(request, gone.Token)).ToList();

        await gone.CancelAsync();
        var next = _shared.WriteAsync(4, default);
        _busy.Release();
        await busy;

        Assert.That(await next, Is.EqualTo(-4));
        foreach (var each in all)
            Assert.That(async () => await each, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_written.Select(each => each.Request), Is.EqualTo(new[] { 4 }));
    }

    /// <summary>Occupies the thread that writes until it is released.</summary>
    private Task<bool> KeepBusy()
    {
        using var begun = new ManualResetEventSlim();
        var busy = _database.WriteAsync((_, _) =>
        {
            begun.Set();
            _busy.Wait();
            return true;
        }, default);
        begun.Wait();
        return busy;
    }

    private int Write(SqliteConnection connection, SqliteTransaction transaction, int request)
    {
        if (request == Bad)
            throw new SqliteException("it violates a constraint", ConstraintViolated);
        _written.Add((request, transaction));
        return -request;
    }
}
