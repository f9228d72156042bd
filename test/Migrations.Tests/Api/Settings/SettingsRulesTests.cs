namespace Migrations.Tests.Api.Settings;

/// <summary>What settings must be to each other, and what is never shown of them.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SettingsRulesTests : IDisposable
{
    private const string Url = "--Auth:Keystone:Url=https://identity.test/v3";
    private const string User = "--Auth:Keystone:Username=migrations";
    private const string Password = "--Auth:Keystone:Password=s3cret";

    private readonly SettingsFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void Keystone_WithUserAndPassword_IsRight() => Assert.That(Mistakes(Url, User, Password), Is.Empty);

    [Test]
    public void Keystone_WithoutAnything_MissesAddressUserAndPassword() => Assert.That(Mistakes(), Is.EqualTo(new[]
    {
        "Auth:Keystone:Url is not set: write Keystone's address, such as http://127.0.0.1:5000.",
        "Auth:Keystone:Username is not set: write the user that asks about tokens, or ApplicationCredentialId.",
        "Auth:Keystone:Password is not set: write it into the environment, or name a file with it in PasswordFile.",
    }));

    [TestCase("Url=ftp://x", "Auth:Keystone:Url=ftp://x (command line): write an address without user and password, such as http")]
    [TestCase("Url=http://u:s3cret@h", "Auth:Keystone:Url=http://***@h (command line): write an address without user and password")]
    [TestCase("Url=http:/u:s3cret@h/v3", "Auth:Keystone:Url=***@h/v3 (command line): write an address")]
    [TestCase("Url=u:s3@cret@h", "Auth:Keystone:Url=***@h (command line): write an address")]
    [TestCase("Url=http://u:p/s3cret@h", "Auth:Keystone:Url=http://***@h (command line): write an address")]
    [TestCase("WwwAuthenticateUri=http://s3cret@h", "Auth:Keystone:WwwAuthenticateUri=http://***@h (command line): write an address")]
    [TestCase("WwwAuthenticateUri=x", "Auth:Keystone:WwwAuthenticateUri=x (command line): write an address")]
    [TestCase("CaFile=/absent.pem", "Auth:Keystone:CaFile=/absent.pem (command line): there is no such file;")]
    [TestCase("CaFile=nothing.pem", "Auth:Keystone:CaFile=nothing.pem (command line): there is no certificate in PEM in this file;")]
    [TestCase("PasswordFile=nothing.pem", "Auth:Keystone:PasswordFile=*** (command line): remove it, or remove Password.")]
    [TestCase("PasswordFile=s3cret", "Auth:Keystone:PasswordFile=*** (command line): there is no such file;")]
    [TestCase("PasswordFile=/absent", "Auth:Keystone:PasswordFile=/absent (command line): there is no such file;")]
    [TestCase("ApplicationCredentialId=c", "Auth:Keystone:Username=migrations (command line): remove it, or remove ApplicationCredentialId.")]
    [TestCase("Pasword=s3cret", "Auth:Keystone:Pasword (command line) is not a setting: did you mean Auth:Keystone:Password?")]
    [TestCase("CacheTime=1d", "Auth:Keystone:CacheTime=1d (command line): write a time with its unit, from 0s to 1h, such as 5m.")]
    [TestCase("CacheSize=0", "Auth:Keystone:CacheSize=0 (command line): write a whole number from 1 to 1000000.")]
    public void Keystone_Mistake_IsSaidWithoutSecrets(string setting, string line)
    {
        _folder.Write("nothing.pem", "nothing");

        var mistakes = Mistakes(Url, User, Password, $"--Auth:Keystone:{setting}");

        Assert.That(mistakes[0], Does.StartWith(line));
        Assert.That(mistakes, Has.None.Contains("s3cret"));
    }

    [Test]
    public void Keystone_ThatNobodyAsks_MayBeIncomplete() => Assert.That(_folder.Read(User).Mistakes, Is.Empty);

    [Test]
    public void Print_HidesSecrets()
    {
        _folder.Write("password", "s3cret");

        Assert.That(_folder.Print(User, Password, "--Libvirt:Uri=qemu+tls://u:s3cret@host/system", "--Auth:Keystone:ApplicationCredentialSecretFile=password"),
            Does.Not.Contain("s3cret").And.Contain("Auth:Keystone:Password *** (command line)")
                .And.Contain("Libvirt:Uri qemu+tls://***@host/system (command line)")
                .And.Contain($"Auth:Keystone:ApplicationCredentialSecretFile {_folder.Root}/password (command line)"));
    }

    [TestCase("http://127.0.0.1:8774")]
    [TestCase("http://127.0.0.1:0/")]
    [TestCase("http://localhost:8774")]
    [TestCase("http://[::1]:8774")]
    [TestCase("http://127.9.9.9")]
    [TestCase("http://unix:/run/migrations.sock")]
    [TestCase("http://127.0.0.1:8774; http://[::1]:8774;")]
    public void Urls_OfThisMachine_AreRight(string urls) => Assert.That(_folder.Read($"--Urls={urls}").Mistakes, Is.Empty);

    [TestCase("127.0.0.1:8774", "write http://127.0.0.1:8774.")]
    [TestCase("localhost", "write http://localhost.")]
    [TestCase("unix:/run/x", "write http://unix:/run/x.")]
    [TestCase("garbage", "write an address such as http://127.0.0.1:8774 or http://[::1]:8774.")]
    [TestCase("::1", "write an address such as http://127.0.0.1:8774 or http://[::1]:8774.")]
    [TestCase(";", "write an address such as")]
    [TestCase("http://", "write an address such as")]
    [TestCase("http://::1:8774", "write an address such as")]
    [TestCase("http://127.0.0.1:", "write an address such as")]
    [TestCase("http://127.0.0.1:abc", "write an address such as")]
    [TestCase("http://127.0.0.1:-1", "write an address such as")]
    [TestCase("http://127.0.0.1:99999", "write a port from 0 to 65535.")]
    [TestCase("http://127.0.0.1:99999999999999999999", "write a port from 0 to 65535.")]
    [TestCase("ftp://127.0.0.1:8774", "write http:// or https:// before the address.")]
    [TestCase("http://127.0.0.1:8774/base", "write http://127.0.0.1:8774, without a path.")]
    [TestCase("http://[::ffff:127.0.0.1]:8774", "write 127.0.0.1 in place of [::ffff:127.0.0.1].")]
    [TestCase("http://localhost:0", "write 127.0.0.1 in place of localhost when any port will do.")]
    [TestCase("http://compute-1:8774", "write an IP address of this machine, localhost, or * for all addresses.")]
    [TestCase("http://127.0.0.1:8774;ftp://x", "ftp://x: write http:// or https:// before the address.")]
    [TestCase("http://0.0.0.0:8774", "everybody who reaches it would be administrator, because Auth:Mode is none;")]
    [TestCase("http://*:8774", "everybody who reaches it would be administrator")]
    [TestCase("http://[::]:8774", "everybody who reaches it would be administrator")]
    [TestCase("http://192.0.2.10:8774", "everybody who reaches it would be administrator")]
    public void Urls_ThatAreWrong_AreRefused(string urls, string remedy) =>
        Assert.That(_folder.Read($"--Urls={urls}").Mistakes.Single(), Does.StartWith($"Urls={urls} (command line): {remedy}"));

    [Test]
    public void Urls_WithAPassword_AreShownWithoutIt() =>
        Assert.That(_folder.Read("--Urls=http://u:s3cret@127.0.0.1:8774").Mistakes.Single(), Does.StartWith("Urls=http://***@127.0.0.1:8774 (command line): write"));

    [Test]
    public void Urls_LongerThanASocketsPath_AreRefused() =>
        Assert.That(_folder.Read($"--Urls=http://unix:/{new string('x', 108)}").Mistakes.Single(), Does.EndWith("write a path of at most 107 bytes."));

    [Test]
    public void Https_WithoutCertificateAndKey_MissesBoth() =>
        Assert.That(_folder.Read("--Urls=https://127.0.0.1:8774").Mistakes, Is.EqualTo(new[]
        {
            "Https:CertificateFile is not set: https addresses need it; write the path of a certificate in PEM.",
            "Https:KeyFile is not set: https addresses need it; write the path of the certificate's key in PEM.",
        }));

    [Test]
    public void Https_WithFilesThatAreNoCertificate_SaysSo()
    {
        _folder.Write("tls.pem", "nonsense");

        Assert.That(_folder.Read("--Urls=https://127.0.0.1:8774", "--Https:CertificateFile=tls.pem", "--Https:KeyFile=tls.pem").Mistakes.Single(),
            Does.StartWith("Https:CertificateFile=tls.pem (command line): this file and Https:KeyFile are not a certificate and its key in PEM;"));
    }

    private IReadOnlyList<string> Mistakes(params string[] args) => _folder.Read(["--Auth:Mode=keystone", .. args]).Mistakes;
}
