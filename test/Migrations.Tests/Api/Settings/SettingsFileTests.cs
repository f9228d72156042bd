namespace Migrations.Tests.Api.Settings;

/// <summary>Settings in JSON files: what is wrong is said with file and line.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SettingsFileTests : IDisposable
{
    private readonly SettingsFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestCase("""{ "Drivr": "libvirt" }""", "Drivr ({0}, line 1) is not a setting: did you mean Driver?")]
    [TestCase("{\n  \"Databse\": {\n    \"Path\": \"x\"\n  }\n}", "Databse:Path ({0}, line 3) is not a setting: did you mean Database:Path?")]
    [TestCase("""{ "Fake": 1 }""", "Fake ({0}, line 1) is a section: write one of its settings, such as Fake:Scenario.")]
    [TestCase("""{ "Databse": {} }""", "Databse ({0}, line 1) is not a setting. --help lists all settings.")]
    [TestCase("""{ "Driver": {} }""", "Driver= ({0}, line 1): it is empty; write fake or libvirt, or leave it out.")]
    [TestCase("""{ "Driver": { "Name": "fake" } }""", "Driver:Name ({0}, line 1) is not a setting")]
    [TestCase("""{ "AllowedHosts": "*" }""", "AllowedHosts ({0}, line 1) is not a setting. --help lists all settings.")]
    [TestCase("""{ "Kestrel": { "Endpoints": { "a": { "Url": "http://0.0.0.0:1" } } } }""", "Kestrel:Endpoints:a:Url ({0}, line 1) is not a setting: write Urls,")]
    [TestCase("{\r\n \"Driver\": \"fake\",\r\n \"Monitoring\": { \"Interval\": 2 } }", "Monitoring:Interval=2 ({0}, line 3): write a time with its unit,")]
    [TestCase("""{ "Libvirt": { "ReadOnly": "yes" } }""", "Libvirt:ReadOnly=yes ({0}, line 1): write true or false.")]
    [TestCase("""{ "Database": { "Path": null } }""", "Database:Path= ({0}, line 1): it is empty; write a value, or leave it out.")]
    [TestCase("""{ "Proxies": { "Trusted": ["10.0.0.1"] } }""", "Proxies:Trusted ({0}, line 1) is a list: write one text.")]
    [TestCase("{ \"Driver\": \"fake\",\n\"driver\": \"libvirt\" }", "driver ({0}, line 2) occurs twice in this file: remove one.")]
    [TestCase("""{ "ContentRoot": "/tmp" }""", "ContentRoot=/tmp ({0}, line 1): it says where files are; write it on the command line or into the environment.")]
    [TestCase("", "{0}, line 1, column 1: this is not valid JSON; check quotes, commas and braces.")]
    [TestCase("{\n  \"Driver\": \"fake\"\n  \"Urls\": \"\" }", "{0}, line 3, column 3: this is not valid JSON;")]
    [TestCase("""{ "Auth": { "Keystone": { "Password": the-s3cret } } }""", "{0}, line 1, column 40: this is not valid JSON;")]
    [TestCase("""{ "Driver": "fake" } }""", "{0}, line 1, column 22: this is not valid JSON;")]
    [TestCase("""[ "Driver" ]""", "{0}: settings stand between braces:")]
    [TestCase("{ \"Database\": { \"Path\": \"a\\u0000b\" } }", "Database:Path=a\0b ({0}, line 1): there is a NUL character in it; write it without.")]
    [TestCase("null", "{0}: settings stand between braces:")]
    [TestCase("{ \"Driver\": \"\\ud800\" }", "{0}: there is text that is not UTF-8; save the file as UTF-8.")]
    public void Mistake_IsSaidWithFileAndLine(string json, string line)
    {
        var file = _folder.Write("appsettings.json", json);

        var mistake = _folder.Read().Mistakes.Single();

        Assert.That(mistake, Does.StartWith(string.Format(line, file)).And.Not.Contain("s3cret").And.Not.Contain("\n"));
    }

    [Test]
    public void File_WithCommentsTrailingCommasAndByteOrderMark_IsRead()
    {
        _folder.Write("appsettings.json", "\uFEFF{ // why\n \"Fake\": { \"Speed\": 2.5, \"Seed\": 7, }, }");

        var settings = _folder.Read();

        Assert.That(settings.Mistakes, Is.Empty);
        Assert.That((settings.Configuration["Fake:Speed"], settings.Configuration["Fake:Seed"]), Is.EqualTo(("2.5", "7")));
    }

    [Test]
    public void Sources_GivingTheSameSetting_TheStrongerWins()
    {
        _folder.Write("appsettings.json", """{ "Fake": { "Seed": 1 }, "Monitoring": { "Interval": "1s" }, "Driver": "LIBVIRT" }""");
        _folder.Write("appsettings.Staging.json", """{ "Fake": { "Seed": 2 } }""");
        var first = _folder.Write("etc/1.json", """{ "Fake": { "Seed": 3 } }""");
        var second = _folder.Write("etc/2.json", """{ "Fake": { "Seed": 4 } }""");
        _folder.Write("etc/policy.yaml", "nothing of settings");
        _folder.Write("credentials/Fake__Seed", "5");

        Assert.That(_folder.Print(), Does.Contain($"Fake:Seed 1 ({_folder.Root}/appsettings.json, line 1)"));
        _folder.Environment["DOTNET_ENVIRONMENT"] = "Staging";
        Assert.That(_folder.Print(), Does.Contain($"Fake:Seed 2 ({_folder.Root}/appsettings.Staging.json, line 1)"));
        Assert.That(_folder.Print($"--settings={first}"), Does.Contain($"Fake:Seed 3 ({first}, line 1)"));
        Assert.That(_folder.Print("--settings", "etc"), Does.Contain($"Fake:Seed 4 ({second}, line 1)"));
        Assert.That(_folder.Print($"--settings={second}", $"--settings={first}"), Does.Contain($"Fake:Seed 3 ({first}, line 1)"));
        _folder.Environment["CREDENTIALS_DIRECTORY"] = Path.Combine(_folder.Root, "credentials");
        Assert.That(_folder.Print("--settings=etc"), Does.Contain("Fake:Seed 5 (credential Fake__Seed)"));
        _folder.Environment["Fake__Seed"] = "6";
        Assert.That(_folder.Print("--settings=etc"), Does.Contain("Fake:Seed 6 (environment variable Fake__Seed)"));
        Assert.That(_folder.Print("--settings=etc", "--Fake:Seed", "7"), Does.Contain("Fake:Seed 7 (command line)")
            .And.Contain($"Monitoring:Interval 1s ({_folder.Root}/appsettings.json, line 1)")
            .And.Contain($"Driver libvirt ({_folder.Root}/appsettings.json, line 1)")
            .And.Contain("Database:Path migrations.db (default)"));
    }

    [Test]
    public void Paths_ThatAreRelative_StartFromTheRoot()
    {
        _folder.Write("sub/scenario.json", "{}");

        var settings = _folder.Read("--ContentRoot=sub", "--Fake:Scenario=scenario.json", "--Database:Path=../m.db");

        Assert.That(settings.Mistakes, Is.Empty);
        Assert.That(settings.Configuration["Fake:Scenario"], Is.EqualTo(Path.Combine(_folder.Root, "sub", "scenario.json")));
        Assert.That(settings.Configuration["Database:Path"], Is.EqualTo(Path.Combine(_folder.Root, "m.db")));
    }

    [Test]
    public void Times_AreHandedOnAsDotNetReadsThem() =>
        Assert.That(_folder.Read("--Monitoring:KeepFinished=30d").Configuration["Monitoring:KeepFinished"], Is.EqualTo("30.00:00:00"));

    [Test]
    public void Choices_AreHandedOnInTheirUsualSpelling() =>
        Assert.That(_folder.Read("--Logging:LogLevel:Migrations.Audit=warning").Configuration["Logging:LogLevel:Migrations.Audit"], Is.EqualTo("Warning"));
}
