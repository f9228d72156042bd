using Migrations.Api.Identity.Keystone;

namespace Migrations.Tests.Api.Identity.Keystone;

[CancelAfter(30_000)]
public class TokenCacheTests
{
    private KeystoneFixture _fixture = null!;

    private StubKeystone Keystone => _fixture.Keystone;

    [SetUp]
    public void Start() => _fixture = new KeystoneFixture(("CacheSize", "50"));

    [TearDown]
    public void Stop() => _fixture.Dispose();

    [Test]
    public async Task Authenticate_SameTokenWithinTheCacheTime_AsksOnce()
    {
        await _fixture.CallAsync("good");
        _fixture.Clock.Advance(TimeSpan.FromSeconds(299));
        await _fixture.CallAsync("good");
        Assert.That(Keystone.Asked, Is.EqualTo(1));

        _fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        await _fixture.CallAsync("good");
        Assert.That(Keystone.Asked, Is.EqualTo(2));
    }

    [Test]
    public async Task Authenticate_RevokedToken_WorksUntilItsEntryEnds()
    {
        await _fixture.CallAsync("good");
        Keystone.Revoke("good");
        Assert.That(await _fixture.CallAsync("good"), Is.Not.Null);
        _fixture.Clock.Advance(TimeSpan.FromSeconds(300));
        Assert.That(await _fixture.CallAsync("good"), Is.Null);
    }

    [Test]
    public async Task Authenticate_RememberedTokenExpires_IsRefusedWithoutAsking()
    {
        Keystone.With("short", TimeSpan.FromSeconds(100), "reader");
        Assert.That(await _fixture.CallAsync("short"), Is.Not.Null);
        _fixture.Clock.Advance(TimeSpan.FromSeconds(100));
        Assert.That(await _fixture.CallAsync("short"), Is.Null);
        Assert.That(Keystone.Asked, Is.EqualTo(1));
    }

    [Test]
    public async Task Authenticate_GarbageAgain_AsksAgainOnlyAfterAWhile()
    {
        for (var i = 0; i < 5; i++)
            Assert.That(await _fixture.CallAsync("garbage"), Is.Null);
        Assert.That(Keystone.Asked, Is.EqualTo(1));

        _fixture.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.That(await _fixture.CallAsync("garbage"), Is.Null);
        Assert.That(Keystone.Asked, Is.EqualTo(2));
    }

    [Test]
    public async Task Authenticate_KeystoneDown_RememberedTokensWork()
    {
        await _fixture.CallAsync("good");
        Keystone.IsDown = true;
        Assert.That((await _fixture.RefusalAsync("GET", ("X-Auth-Token", "unknown"))).Status, Is.EqualTo(503));
        Assert.That(await _fixture.CallAsync("good"), Is.Not.Null);
    }

    [Test]
    public async Task Find_ManyAtOnceWithOneToken_AsksOnce()
    {
        var gate = new TaskCompletionSource();
        Keystone.Gate = gate.Task;
        var calls = Enumerable.Range(0, 20).Select(_ => FindAsync("good")).ToList();
        gate.SetResult();
        Assert.That(await Task.WhenAll(calls), Has.All.Not.Null);
        Assert.That(Keystone.Asked, Is.EqualTo(1));
    }

    [Test]
    public async Task Find_OneOfManyLeaves_TheOthersGetTheirAnswer()
    {
        var gate = new TaskCompletionSource();
        Keystone.Gate = gate.Task;
        using var gone = new CancellationTokenSource();
        var first = _fixture.Cache.FindAsync("good", allowExpired: false, gone.Token).AsTask();
        var second = FindAsync("good");
        await gone.CancelAsync();
        Assert.That(async () => await first, Throws.InstanceOf<OperationCanceledException>());
        gate.SetResult();
        Assert.That(await second, Is.Not.Null);
        Assert.That(Keystone.Asked, Is.EqualTo(1));
    }

    [Test]
    public async Task Find_EndlessMadeUpAndRealTokens_RemembersABoundedNumberOfTheNewest()
    {
        for (var i = 0; i < 500; i++)
        {
            Keystone.With($"real-{i}", TimeSpan.FromHours(1), "reader");
            await FindAsync($"real-{i}");
            await FindAsync($"made-up-{i}");
        }
        Assert.That(_fixture.Cache.Count, Is.EqualTo(100));

        var asked = Keystone.Asked;
        await FindAsync("real-499");
        await FindAsync("made-up-499");
        Assert.That(Keystone.Asked, Is.EqualTo(asked));
    }

    [Test]
    public async Task Find_MoreUnknownTokensAtOnceThanCallersSend_AreTurnedAway()
    {
        var gate = new TaskCompletionSource();
        Keystone.Gate = gate.Task;
        var waiting = Enumerable.Range(0, 1000).Select(i => FindAsync($"t{i}")).ToList();
        Assert.That(() => FindAsync("good"), Throws.TypeOf<KeystoneUnavailableException>());
        gate.SetResult();
        await Task.WhenAll(waiting);
        Assert.That(await FindAsync("good"), Is.Not.Null);
    }

    private Task<KeystoneToken?> FindAsync(string token) =>
        _fixture.Cache.FindAsync(token, allowExpired: false, CancellationToken.None).AsTask();
}
