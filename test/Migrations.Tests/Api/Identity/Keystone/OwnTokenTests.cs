namespace Migrations.Tests.Api.Identity.Keystone;

[CancelAfter(30_000)]
public class OwnTokenTests
{
    [Test]
    public async Task Authenticate_OwnTokenNearItsEnd_IsRenewedBefore()
    {
        using var fixture = new KeystoneFixture();
        fixture.Keystone.OwnLifetime = TimeSpan.FromMinutes(10);
        await fixture.CallAsync("good");
        fixture.Clock.Advance(TimeSpan.FromMinutes(9.6));
        Assert.That(await fixture.CallAsync("good"), Is.Not.Null);
        Assert.That((fixture.Keystone.Issued, fixture.Keystone.Asked), Is.EqualTo((2, 2)));
    }

    [Test]
    public async Task Authenticate_OwnTokenRevoked_AuthenticatesAgainOnce()
    {
        using var fixture = new KeystoneFixture();
        fixture.Keystone.With("second", TimeSpan.FromHours(1), "reader");
        await fixture.CallAsync("good");
        fixture.Keystone.RevokeOwn();
        Assert.That(await fixture.CallAsync("second"), Is.Not.Null);
        Assert.That((fixture.Keystone.Issued, fixture.Keystone.Asked), Is.EqualTo((2, 3)));
    }

    [Test]
    public async Task Authenticate_PasswordRefused_IsNotTriedForEveryToken()
    {
        using var fixture = new KeystoneFixture();
        fixture.Keystone.RefusesPassword = true;
        for (var i = 0; i < 5; i++)
            Assert.That((await fixture.RefusalAsync("GET", ("X-Auth-Token", $"t{i}"))).Status, Is.EqualTo(503));
        Assert.That(fixture.Keystone.Issued, Is.EqualTo(1));

        fixture.Keystone.RefusesPassword = false;
        fixture.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.That(await fixture.CallAsync("good"), Is.Not.Null);
    }

    [Test]
    public async Task Authenticate_PasswordFile_IsReadAtEveryAuthentication()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("password");
        await File.WriteAllTextAsync(file, "first\n");
        using var fixture = new KeystoneFixture(("Password", null), ("PasswordFile", file));
        await fixture.CallAsync("good");
        Assert.That(fixture.Keystone.LastRequestBody, Does.Contain("\"password\":\"first\""));

        await File.WriteAllTextAsync(file, "second\n");
        fixture.Keystone.RevokeOwn();
        await fixture.CallAsync("garbage");
        Assert.That(fixture.Keystone.LastRequestBody, Does.Contain("\"password\":\"second\""));

        File.Delete(file);
        fixture.Keystone.RevokeOwn();
        Assert.That((await fixture.RefusalAsync("GET", ("X-Auth-Token", "other"))).Status, Is.EqualTo(503));
    }

    [Test]
    public async Task Authenticate_ApplicationCredential_IsUsedInsteadOfAPassword()
    {
        using var fixture = new KeystoneFixture(
            ("Username", null), ("Password", null), ("ApplicationCredentialId", "c1"), ("ApplicationCredentialSecret", "s1"));
        await fixture.CallAsync("good");
        Assert.That(fixture.Keystone.LastRequestBody, Is.EqualTo(
            """{"auth":{"identity":{"methods":["application_credential"],"application_credential":{"id":"c1","secret":"s1"}}}}"""));
    }
}
