using System.Text.Json.Nodes;
using Migrations.Api.Identity;

namespace Migrations.Tests.Api.Identity.Keystone;

[CancelAfter(30_000)]
public class KeystoneAuthenticationTests
{
    private KeystoneFixture _fixture = null!;

    private StubKeystone Keystone => _fixture.Keystone;

    [SetUp]
    public void Start() => _fixture = new KeystoneFixture();

    [TearDown]
    public void Stop() => _fixture.Dispose();

    [TestCase("X-Auth-Token")]
    [TestCase("X-Storage-Token")]
    public async Task Authenticate_ValidToken_IsTheCallerThatKeystoneNames(string header)
    {
        var caller = (await _fixture.CallAsync((header, " good ")))!;
        Assert.Multiple(() =>
        {
            Assert.That((caller.UserId, caller.ProjectId), Is.EqualTo(("u1", "p1")));
            Assert.That(caller.Roles, Is.EqualTo(new[] { "member", "reader" }));
            Assert.That((caller.UserDomainId, caller.ProjectDomainId), Is.EqualTo(("d1", "d2")));
            Assert.That(caller, Has.Property(nameof(Caller.DomainId)).Null.And.Property(nameof(Caller.SystemScope)).Null
                .And.Property(nameof(Caller.Service)).Null);
        });
    }

    [TestCase("""{"system": {"all": true}, "user": {"id": "u1"}, "roles": [{"name": "admin"}]}""", "all", null)]
    [TestCase("""{"domain": {"id": "d9"}, "user": {"id": "u1"}, "roles": [{"name": "admin"}]}""", null, "d9")]
    [TestCase("""{"user": {"id": "u1"}}""", null, null)]
    public async Task Authenticate_TokenWithoutProject_HasNone(string document, string? system, string? domain)
    {
        Keystone.With("wide", TimeSpan.FromHours(1), JsonNode.Parse(document)!.AsObject());
        var caller = (await _fixture.CallAsync("wide"))!;
        Assert.That((caller.ProjectId, caller.SystemScope, caller.DomainId), Is.EqualTo(((string?)null, system, domain)));
    }

    [Test]
    public async Task Authenticate_AnyToken_IsAskedAboutAsKeystonesOwnMiddlewareDoes()
    {
        await _fixture.CallAsync("good");
        var question = Keystone.LastQuestion!;
        Assert.Multiple(() =>
        {
            Assert.That((question.Method.Method, question.RequestUri!.ToString()),
                Is.EqualTo(("GET", "http://127.0.0.1:5000/v3/auth/tokens")));
            Assert.That(question.Headers.GetValues("OpenStack-Identity-Access-Rules"), Is.EqualTo(new[] { "1" }));
            Assert.That(Keystone.LastRequestBody, Is.EqualTo(
                """{"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"migrations","domain":{"name":"Default"},"password":"s3rvice-passw0rd"}}},"scope":{"project":{"name":"service","domain":{"name":"Default"}}}}}"""));
        });
    }

    [Test]
    public async Task Authenticate_NoToken_AsksNobody()
    {
        var caller = await _fixture.CallAsync(("X-Service-Token", "good"), ("Authorization", "Bearer good"));
        Assert.That((caller, Keystone.Attempts), Is.EqualTo(((Caller?)null, 0)));
    }

    [TestCase("\u00e9")]
    [TestCase("two words")]
    [TestCase("nul\0")]
    public async Task Authenticate_TextThatIsNoToken_AsksNobody(string token)
    {
        var caller = await _fixture.CallAsync(token);
        Assert.That((caller, Keystone.Attempts), Is.EqualTo(((Caller?)null, 0)));
    }

    [Test]
    public async Task Authenticate_TokenLongerThanAny_AsksNobody()
    {
        var caller = await _fixture.CallAsync(new string('x', 8193));
        Assert.That((caller, Keystone.Attempts), Is.EqualTo(((Caller?)null, 0)));
    }

    [Test]
    public async Task Authenticate_CredentialWithAccessRules_OnlyForTheRequestsThatTheyName()
    {
        Keystone.With("service", TimeSpan.FromHours(1), "service").With("limited", TimeSpan.FromHours(1), JsonNode.Parse("""
            {"user": {"id": "u1"}, "project": {"id": "p1"}, "application_credential": {"access_rules": [
              {"service": "image", "method": "POST", "path": "/v2.1/**"},
              {"service": "compute", "method": "GET", "path": "/v2.1/servers/{server_id}/migrations"}]}}
            """)!.AsObject());
        var named = KeystoneFixture.Context(("X-Auth-Token", "limited"));
        var other = KeystoneFixture.Context(("X-Auth-Token", "limited"));
        other.Request.Method = "POST";
        var byService = KeystoneFixture.Context(("X-Auth-Token", "limited"), ("X-Service-Token", "service"));
        byService.Request.Method = "POST";

        var succeeded = new List<bool>();
        foreach (var context in new[] { named, other, byService })
            succeeded.Add(await _fixture.CallAsync(context) is not null);
        Assert.That(succeeded, Is.EqualTo(new[] { true, false, true }));
    }

    [Test]
    public async Task Anything_NoTokenOrPasswordIsEverLogged()
    {
        Keystone.With("service-t0ken", TimeSpan.FromHours(1), "service");
        await _fixture.CallAsync(("X-Auth-Token", "garbage-t0ken"), ("X-Service-Token", "service-t0ken"));
        Keystone.RevokeOwn();
        Keystone.RefusesPassword = true;
        await _fixture.RefusalAsync("GET", ("X-Auth-Token", "other-t0ken"));
        Keystone.IsDown = true;
        _fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        await _fixture.RefusalAsync("GET", ("X-Auth-Token", "another-t0ken"));
        Assert.That(_fixture.Log.Lines, Is.Not.Empty.And.None.Contains("t0ken").And.None.Contains(StubKeystone.Password)
            .And.None.Contains("own-1"));
    }
}
