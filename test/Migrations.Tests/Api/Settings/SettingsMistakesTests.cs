namespace Migrations.Tests.Api.Settings;

/// <summary>What is wrong with settings is said in one line: setting, value as typed, source, remedy.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SettingsMistakesTests : IDisposable
{
    private readonly SettingsFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestCase("--Drivr=fake", "Drivr (command line) is not a setting: did you mean Driver?")]
    [TestCase("--Monitring:Interval=1s", "Monitring:Interval (command line) is not a setting: did you mean Monitoring:Interval?")]
    [TestCase("--Database__Path=x", "Database__Path (command line) is not a setting: did you mean Database:Path?")]
    [TestCase("--Nonsense=1", "Nonsense (command line) is not a setting. --help lists all settings.")]
    [TestCase("--=1", " (command line) is not a setting. --help lists all settings.")]
    [TestCase("--Fake=1", "Fake (command line) is a section: write one of its settings, such as Fake:Scenario.")]
    [TestCase("--Auth:Keystone=1", "Auth:Keystone (command line) is a section: write one of its settings, such as Auth:Keystone:Url.")]
    [TestCase("--Libvirt:Destinations=1", "Libvirt:Destinations (command line) is a section: write one of its settings, such as Libvirt:Destinations:HOST:Uri.")]
    [TestCase("--Libvirt:Destinations:compute-2=1", "Libvirt:Destinations:compute-2 (command line) is a section: write one of its settings, such as Libvirt:Destinations:compute-2:Uri.")]
    [TestCase("--Libvirt:Destinations:compute-2:Url=1", "Libvirt:Destinations:compute-2:Url (command line) is not a setting: did you mean Libvirt:Destinations:compute-2:Uri?")]
    [TestCase("--Libvirt:Destination:c.example:Node=1", "Libvirt:Destination:c.example:Node (command line) is not a setting: did you mean Libvirt:Destinations:c.example:Node?")]
    [TestCase("--Logging:LogLevel:a:b=Debug", "Logging:LogLevel:a:b (command line) is not a setting: did you mean Logging:LogLevel:a?")]
    [TestCase("nonsense", "nonsense (command line) is not a setting: write --SETTING=VALUE. --help lists all settings.")]
    [TestCase("-Driver=fake", "-Driver (command line) is not a setting: write --SETTING=VALUE. --help lists all settings.")]
    [TestCase("--Kestrel:Foo=1", "Kestrel:Foo (command line) is not a setting: write Urls, Https:CertificateFile and Https:KeyFile instead.")]
    [TestCase("--Kestrel:Limits:MaxConcurrentConnections=abc", "Kestrel:Limits:MaxConcurrentConnections (command line) is not a setting: write Urls,")]
    [TestCase("--Kestrel:Endpoints:a=http://*:1", "Kestrel:Endpoints:a (command line) is not a setting: write Urls,")]
    [TestCase("--settings", "--settings= (command line): it is empty; write the path of a file or a folder, or leave it out.")]
    [TestCase("--settings=/nowhere", "--settings=/nowhere (command line): there is no such file or folder; write the path of one.")]
    public void Argument_ThatIsNoSetting_IsRefused(string argument, string line) => AssertOneLine(line, argument);

    [TestCase("--Driver=xen", "Driver=xen (command line): write fake or libvirt.")]
    [TestCase("--Driver=x\ny", "Driver=x y (command line): write fake or libvirt.")]
    [TestCase("--Environment=Developement", "Environment=Developement (command line): write Development, Staging or Production.")]
    [TestCase("--contentroot=/nope", "ContentRoot=/nope (command line): there is no such folder; write the path of one.")]
    [TestCase("--Auth:Mode=ldap", "Auth:Mode=ldap (command line): write none or keystone.")]
    [TestCase("--Monitoring:Interval=0s", "Monitoring:Interval=0s (command line): write a time with its unit, from 50ms to 1m, such as 500ms.")]
    [TestCase("--Monitoring:Interval=1", "Monitoring:Interval=1 (command line): write a time with its unit, from 50ms to 1m, such as 500ms.")]
    [TestCase("--Monitoring:KeepFinished=30", "Monitoring:KeepFinished=30 (command line): write a time with its unit, from 0s to 36500d, such as 30d.")]
    [TestCase("--Libvirt:ReadTimeout=2", "Libvirt:ReadTimeout=2 (command line): write a time with its unit, from 500ms to 5m, such as 2s.")]
    [TestCase("--Libvirt:ReadOnly=yes", "Libvirt:ReadOnly=yes (command line): write true or false.")]
    [TestCase("--Libvirt:ParallelReads=65", "Libvirt:ParallelReads=65 (command line): write a whole number from 1 to 64.")]
    [TestCase("--Libvirt:Uri=foo", "Libvirt:Uri=foo (command line): write a libvirt URI, such as qemu:///system.")]
    [TestCase("--Libvirt:ForceComplete=suspend", "Libvirt:ForceComplete=suspend (command line): write auto, post-copy or pause.")]
    [TestCase("--Libvirt:BlockMigration=all", "Libvirt:BlockMigration=all (command line): write incremental or full.")]
    [TestCase("--Libvirt:SharedPaths=images", "Libvirt:SharedPaths=images (command line): write absolute paths, such as /srv/images;/mnt/nfs.")]
    [TestCase("--Libvirt:Destinations:c-2:Uri=c-2", "Libvirt:Destinations:c-2:Uri=c-2 (command line): write the libvirt URI of the host, such as qemu+tls://compute-2/system.")]
    [TestCase("--Libvirt:Destinations:c-2:Uri=qemu:///system", "Libvirt:Destinations:c-2:Uri=qemu:///system (command line): write the libvirt URI of the host,")]
    [TestCase("--Libvirt:Destinations:c-2:Uri=", "Libvirt:Destinations:c-2:Uri= (command line): it is empty; write a value, or leave it out.")]
    [TestCase("--Libvirt:Destinations:c 2:Uri=qemu+tls://c/system", "Libvirt:Destinations:c 2:Uri=qemu+tls://c/system (command line): a host's name has letters, digits,")]
    [TestCase("--Libvirt:Destinations:c-2:MigrateUri=10.1.0.2", "Libvirt:Destinations:c-2:MigrateUri=10.1.0.2 (command line): write an address, such as tcp://10.1.0.2.")]
    [TestCase("--Libvirt:Destinations:c-2:Node=c2", "Libvirt:Destinations:c-2:Uri is not set: write the libvirt URI of the host, such as qemu+tls://compute-2/system.")]
    [TestCase("--Fake:Speed=-1", "Fake:Speed=-1 (command line): write a number from 0.001 to 1000.")]
    [TestCase("--Fake:Speed=abc", "Fake:Speed=abc (command line): write a number from 0.001 to 1000.")]
    [TestCase("--Fake:Speed=NaN", "Fake:Speed=NaN (command line): write a number from 0.001 to 1000.")]
    [TestCase("--Fake:Seed=99999999999999999999", "Fake:Seed=99999999999999999999 (command line): write a whole number of at most 18 digits.")]
    [TestCase("--Fake:Scenario=/nowhere.json", "Fake:Scenario=/nowhere.json (command line): there is no such file; write the path of one.")]
    [TestCase("--Fake:Scenario=.", "Fake:Scenario=. (command line): this is a folder; write the path of a file.")]
    [TestCase("--Policy:File=nope.yaml", "Policy:File=nope.yaml (command line): there is no such file; write the path of one.")]
    [TestCase("--Limits:CommandsPerMinute=-1", "Limits:CommandsPerMinute=-1 (command line): write a whole number from 0 to 1000000.")]
    [TestCase("--Proxies:Trusted=10.0.0.0/8,proxy", "Proxies:Trusted=10.0.0.0/8,proxy (command line): write addresses or networks, such as 192.0.2.7 or 192.0.2.0/24.")]
    [TestCase("--Otlp:Endpoint=nowhere", "Otlp:Endpoint=nowhere (command line): write an address without user and password, such as http://127.0.0.1:4317.")]
    [TestCase("--Logging:LogLevel:Default=Loud", "Logging:LogLevel:Default=Loud (command line): write Trace, Debug, Information, Warning, Error, Critical or None.")]
    [TestCase("--Logging:LogLevel:Default=9", "Logging:LogLevel:Default=9 (command line): write Trace, Debug,")]
    [TestCase("--Logging:Console:FormatterName=xml", "Logging:Console:FormatterName=xml (command line): write simple, json or systemd.")]
    [TestCase("--Logging:Console:FormatterOptions:TimestampFormat=%", "Logging:Console:FormatterOptions:TimestampFormat=% (command line): write a form of time,")]
    public void Value_ThatIsImpossible_IsRefused(string argument, string line) => AssertOneLine(line, argument);

    [TestCase("--Fake:Scenario=", "Fake:Scenario= (command line): it is empty; write a value, or leave it out.")]
    [TestCase("--Database:Path", "Database:Path= (command line): it is empty; write a value, or leave it out.")]
    [TestCase("--Urls", "Urls= (command line): it is empty; write a value, or leave it out.")]
    [TestCase("--Libvirt:Host= ", "Libvirt:Host=  (command line): it is empty; write a value, or leave it out.")]
    [TestCase("--Libvirt:ReadOnly", "Libvirt:ReadOnly= (command line): it is empty; write true or false, or leave it out.")]
    [TestCase("--Auth:Keystone:Password=", "Auth:Keystone:Password=*** (command line): it is empty; write a value, or leave it out.")]
    public void Value_ThatIsMissing_IsRefused(string argument, string line) => AssertOneLine(line, argument);

    [Test]
    public void Value_ThatIsMissingBeforeAnotherArgument_IsNotThatArgument() =>
        AssertOneLine("Database:Path= (command line): it is empty", "--Database:Path", "--Driver=fake");

    [Test]
    public void Value_AfterAnEqualsSignAndABlank_IsNotShownWhereItMayBeASecret() =>
        Assert.That(_folder.Read("--Auth:Keystone:Password=", "s3cret").Mistakes,
            Has.Count.EqualTo(2).And.None.Contains("s3cret").And.Some.StartsWith("*** (command line) is not a setting: write --SETTING=VALUE."));

    [Test]
    public void Mistake_OverriddenByAStrongerSource_IsRefusedAllTheSame()
    {
        _folder.Environment["Driver"] = "xen";

        AssertOneLine("Driver=xen (environment variable Driver): write fake or libvirt.", "--Driver=fake");
    }

    [Test]
    public void Mistakes_InEverySection_AreFoundWhateverTheDriver() =>
        Assert.That(_folder.Read("--Driver=fake", "--Libvirt:ReadTimeout=2", "--Fake:Speed=0", "--Auth:Keystone:CacheSize=0").Mistakes,
            Has.Count.EqualTo(3));

    private void AssertOneLine(string line, params string[] args)
    {
        var mistakes = _folder.Read(args).Mistakes;

        Assert.That(mistakes, Has.Count.EqualTo(1));
        Assert.That(mistakes[0], Does.StartWith(line).And.EndsWith(line[^1] is '?' ? "?" : ".").And.Not.Contain("\n"));
    }
}
