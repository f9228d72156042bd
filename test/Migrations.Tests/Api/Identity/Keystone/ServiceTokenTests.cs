using Migrations.Api.Identity;

namespace Migrations.Tests.Api.Identity.Keystone;

[CancelAfter(30_000)]
public class ServiceTokenTests
{
    private KeystoneFixture _fixture = null!;

    private StubKeystone Keystone => _fixture.Keystone;

    [SetUp]
    public void Start() => Start([]);

    [TearDown]
    public void Stop() => _fixture.Dispose();

    [Test]
    public async Task Authenticate_ExpiredTokenWithServiceToken_Works()
    {
        var caller = await CallAsync("old", "service");
        Assert.Multiple(() =>
        {
            Assert.That(caller?.UserId, Is.EqualTo("u1"));
            Assert.That(caller?.Service?.Roles, Is.EqualTo(new[] { "service" }));
            Assert.That(Keystone.LastQuestion!.RequestUri!.Query, Is.EqualTo("?allow_expired=1"));
        });
    }

    [TestCase("good", "plain", 2)]
    [TestCase("good", "service", 2)]
    [TestCase("old", "service", 1)]
    public async Task Caller_ExpiresWithTheTokenThatMakesTheRequestValid(string token, string serviceToken, int hours) =>
        Assert.That((await CallAsync(token, serviceToken))!.ExpiresAt,
            Is.EqualTo(_fixture.Clock.GetUtcNow().AddHours(hours)).Within(TimeSpan.FromMinutes(1)));

    [Test]
    public async Task Authenticate_ExpiredTokenRememberedForAService_IsStillExpiredForOthers()
    {
        Assert.That(await CallAsync("old", "service"), Is.Not.Null);
        Assert.That(await _fixture.CallAsync("old"), Is.Null);
        Assert.That(await CallAsync("old", "service"), Is.Not.Null);
    }

    [Test]
    public async Task Authenticate_ExpiredTokenRefusedBefore_WorksForAService()
    {
        Assert.That(await _fixture.CallAsync("old"), Is.Null);
        Assert.That(await CallAsync("old", "service"), Is.Not.Null);
    }

    [Test]
    public async Task Authenticate_ServiceTokenWithoutTheRole_DoesNotKeepAnExpiredTokenUsable()
    {
        Assert.That(await CallAsync("old", "plain"), Is.Null);
        Assert.That(await CallAsync("good", "plain"), Is.Not.Null);
    }

    [Test]
    public async Task Authenticate_RoleRequired_AServiceTokenWithoutItIsRefused()
    {
        Stop();
        Start(("ServiceTokenRoleRequired", "true"));
        Assert.That(await CallAsync("good", "plain"), Is.Null);
        Assert.That(await CallAsync("good", "service"), Is.Not.Null);
    }

    [TestCase("garbage")]
    [TestCase("old")]
    public async Task Authenticate_InvalidServiceToken_IsRefusedWithAGoodToken(string serviceToken) =>
        Assert.That(await CallAsync("good", serviceToken), Is.Null);

    private void Start(params (string, string?)[] settings)
    {
        _fixture = new KeystoneFixture(settings);
        Keystone
            .With("old", TimeSpan.FromMinutes(-5), "reader")
            .With("service", TimeSpan.FromHours(1), "service")
            .With("plain", TimeSpan.FromHours(1), "member");
    }

    private Task<Caller?> CallAsync(string token, string serviceToken) =>
        _fixture.CallAsync(("X-Auth-Token", token), ("X-Service-Token", serviceToken));
}
