using Migrations.Api.Identity.Keystone;

namespace Migrations.Tests.Api.Identity.Keystone;

public class KeystoneOptionsCheckTests
{
    private static KeystoneOptions Good => new() { Url = "https://identity.test/v3", Username = "migrations", Password = "s3cret" };

    private static IEnumerable<TestCaseData> Bad()
    {
        yield return Case(options => options.Url = "", "Auth:Keystone:Url=: give Keystone's address");
        yield return Case(options => options.Url = "ftp://x", "Auth:Keystone:Url=ftp://x: give Keystone's address");
        yield return Case(options => options.Url = "http://u:s3cret@h", "Auth:Keystone:Url=http://***@h: give Keystone's address");
        yield return Case(options => options.Url = "http:/u:s3cret@h/v3", "Auth:Keystone:Url=***@h/v3: give Keystone's address");
        yield return Case(options => options.Url = "u:s3@cret@h", "Auth:Keystone:Url=***@h: give Keystone's address");
        yield return Case(options => options.WwwAuthenticateUri = "http://s3cret@h", "Auth:Keystone:WwwAuthenticateUri=http://***@h: give");
        yield return Case(options => options.WwwAuthenticateUri = "x", "Auth:Keystone:WwwAuthenticateUri=x: give the address");
        yield return Case(options => options.CaFile = "/absent.pem", "Auth:Keystone:CaFile=/absent.pem: give a file with certificates");
        yield return Case(options => options.CaFile = typeof(KeystoneOptions).Assembly.Location, "Auth:Keystone:CaFile=");
        yield return Case(options => options.Username = null, "Auth:Keystone:Username=: give the user");
        yield return Case(options => options.Password = null, "Auth:Keystone:Password=: give it in the environment, or a PasswordFile");
        yield return Case(options => options.Password = "", "Auth:Keystone:Password=: give one that is not empty");
        yield return Case(options => options.PasswordFile = "/x", "Auth:Keystone:PasswordFile=/x: remove it, or remove Password");
        yield return Case(options => (options.Password, options.PasswordFile) = (null, "/absent"),
            "Auth:Keystone:PasswordFile=/absent: give a file that exists");
        yield return Case(options => (options.Password, options.PasswordFile) = (null, "s3cret"),
            "Auth:Keystone:PasswordFile=***: give a file that exists");
        yield return Case(options => (options.Password, options.PasswordFile) = (null, "/tmp"),
            "Auth:Keystone:PasswordFile=/tmp: give a file that exists");
        yield return Case(options => options.ApplicationCredentialId = "c", "Auth:Keystone:Username=migrations: remove it");
        yield return Case(options => options.CacheTime = TimeSpan.FromDays(1), "Auth:Keystone:CacheTime=1.00:00:00: give a value from");
        yield return Case(options => options.CacheSize = 0, "Auth:Keystone:CacheSize=0: give a value from 1 to 1000000");

        static TestCaseData Case(Action<KeystoneOptions> spoil, string failure) =>
            new TestCaseData(spoil, failure).SetArgDisplayNames(failure);
    }

    [Test]
    public void Validate_GoodSettings_Succeeds() => Assert.That(new KeystoneOptionsCheck().Validate(null, Good).Succeeded, Is.True);

    [TestCaseSource(nameof(Bad))]
    public void Validate_BadSetting_NamesItWithItsValueAndTheRemedy(Action<KeystoneOptions> spoil, string failure)
    {
        var options = Good;
        spoil(options);
        var failures = new KeystoneOptionsCheck().Validate(null, options).Failures!.ToList();
        Assert.That(failures, Has.Some.StartsWith(failure).And.None.Contains("s3cret"));
    }
}
