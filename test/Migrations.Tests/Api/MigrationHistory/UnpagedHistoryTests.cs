using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Migrations.Api.MigrationHistory;
using Migrations.Tests.Storage;

namespace Migrations.Tests.Api.MigrationHistory;

/// <summary>The list of all migrations before 2.59, which has no pages.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[NonParallelizable]
public sealed class UnpagedHistoryTests : IDisposable
{
    private const long MiB = 1 << 20;

    private readonly FakeTimeProvider _clock = new();
    private readonly UnpagedLists _places;

    public UnpagedHistoryTests() => _places = new UnpagedLists(
        Options.Create(new UnpagedListsOptions { UnpagedLists = 1 }), _clock, NullLogger<UnpagedLists>.Instance);

    public void Dispose() => _places.Dispose();

    [Test]
    public async Task List_OfManyMigrations_HoldsOnlyAFewInMemory()
    {
        using var database = new TemporaryDatabase();
        database.Migrations.Load();
        ManyMigrations.AddTo(database.Path, 50_000);
        using var caller = new WeighingStream();

        await WriteAsync(database.Migrations.QueryAll(new MigrationQuery { Limit = 1 }), caller);

        Assert.That(caller.Received, Is.GreaterThan(15 * MiB));
        Assert.That(caller.MostHeld, Is.LessThan(3 * MiB));
    }

    [Test]
    public async Task List_OfFewMigrations_IsSentWithItsLength()
    {
        using var caller = new MemoryStream();

        var answer = await WriteAsync([Given.Migration()], caller);

        Assert.That(answer.ContentLength, Is.EqualTo(caller.Length));
    }

    [Test]
    public async Task List_WhileAllPlacesAreTaken_IsRefusedWithTheTimeToWait()
    {
        using var stuck = new StuckStream();
        var first = WriteAsync([Given.Migration()], stuck);

        var second = await WriteAsync([Given.Migration()], new MemoryStream());

        Assert.That((second.StatusCode, second.Headers.RetryAfter.ToString()), Is.EqualTo((503, "5")));
        Assert.That(first.IsCompleted, Is.False);
    }

    [Test]
    public async Task List_ThatItsCallerDoesNotReadInTime_IsCutOffAndLeavesItsPlace()
    {
        using var stuck = new StuckStream();
        var aborted = new CancellationTokenSource();
        var first = WriteAsync([Given.Migration()], stuck, aborted);

        _clock.Advance(TimeSpan.FromMinutes(5));
        await first;

        Assert.That(aborted.IsCancellationRequested);
        Assert.That((await WriteAsync([Given.Migration()], new MemoryStream())).StatusCode, Is.EqualTo(200));
    }

    [Test]
    public async Task Lists_OfSeveralCallers_AreWorkedOnOneAfterTheOther()
    {
        using var begun = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var others = 0;
        using var places = new UnpagedLists(
            Options.Create(new UnpagedListsOptions { UnpagedLists = 2 }), _clock, NullLogger<UnpagedLists>.Instance);

        var first = Task.Run(() => WriteAsync(Observed(() => { begun.Release(); goOn.Wait(); }), Stream.Null, places: places));
        await begun.WaitAsync();
        var second = WriteAsync(Observed(() => others++), Stream.Null, places: places);
        var othersMeanwhile = others;
        goOn.Release();
        await Task.WhenAll(first, second);

        Assert.That((othersMeanwhile, others), Is.EqualTo((0, 1)));
    }

    private static IEnumerable<Migration> Observed(Action read)
    {
        read();
        yield return Given.Migration();
    }

    private async Task<HttpResponse> WriteAsync(
        IEnumerable<MigrationSummary> migrations, Stream caller, CancellationTokenSource? aborted = null, UnpagedLists? places = null)
    {
        var http = new DefaultHttpContext { Response = { Body = caller } };
        http.Features.Set<IHttpRequestLifetimeFeature>(new Lifetime(aborted ?? new()));
        var bodies = migrations.Select(each => new HistoryBody(each, withHosts: true, links: null));
        await new UnpagedHistory(bodies, HistoryJson.Default.HistoryBody, places ?? _places).ExecuteAsync(http);
        return http.Response;
    }

    private sealed class Lifetime(CancellationTokenSource aborted) : IHttpRequestLifetimeFeature
    {
        public CancellationToken RequestAborted { get; set; } = aborted.Token;

        public void Abort() => aborted.Cancel();
    }
}
