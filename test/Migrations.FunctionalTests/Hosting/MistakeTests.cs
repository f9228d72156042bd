using System.Net;
using System.Net.Sockets;

namespace Migrations.FunctionalTests.Hosting;

/// <summary>What an operator sees who starts the service with a mistake: one line that says what to do, and an exit code.</summary>
public sealed class MistakeTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void Begin() => _folder = new TemporaryFolder();

    [TearDown]
    public void End() => _folder.Dispose();

    [TestCase("--Drivr=fake", "Drivr (command line) is not a setting: did you mean Driver?")]
    [TestCase("--Driver=xen", "Driver=xen (command line): write fake or libvirt.")]
    [TestCase("--Auth:Mode=ldap", "Auth:Mode=ldap (command line): write none or keystone.")]
    [TestCase("--Monitoring:Interval=00:00:00", "Monitoring:Interval=00:00:00 (command line): write a time with its unit, from 50ms to 1m, such as 500ms.")]
    [TestCase("--Monitoring:Interval=soon", "Monitoring:Interval=soon (command line): write a time with its unit, from 50ms to 1m, such as 500ms.")]
    [TestCase("--Libvirt:ReadTimeout=2", "Libvirt:ReadTimeout=2 (command line): write a time with its unit, from 500ms to 5m, such as 2s.")]
    [TestCase("--Fake:Speed=-1", "Fake:Speed=-1 (command line): write a number from 0.001 to 1000.")]
    [TestCase("--Fake:Speed=abc", "Fake:Speed=abc (command line): write a number from 0.001 to 1000.")]
    [TestCase("--Fake:Seed=99999999999999999999", "Fake:Seed=99999999999999999999 (command line): write a whole number of at most 18 digits.")]
    [TestCase("--Fake:Scenario=", "Fake:Scenario= (command line): it is empty; write a value, or leave it out.")]
    [TestCase("--Fake:Scenario=/nowhere.json", "Fake:Scenario=/nowhere.json (command line): there is no such file; write the path of one.")]
    [TestCase("--Otlp:Endpoint=nowhere", "Otlp:Endpoint=nowhere (command line): write an address without user and password, such as http://127.0.0.1:4317.")]
    [TestCase("--Logging:LogLevel:Default=Loud", "Logging:LogLevel:Default=Loud (command line): write Trace, Debug, Information, Warning, Error, Critical or None.")]
    [TestCase("--contentroot=/nope", "ContentRoot=/nope (command line): there is no such folder; write the path of one.")]
    [TestCase("--Kestrel:Endpoints:a=http://*:1", "Kestrel:Endpoints:a (command line) is not a setting: write Urls, Https:CertificateFile and Https:KeyFile instead.")]
    public Task Start_WithAWrongArgument_SaysWhatToWrite(string argument, string line) => AssertEndsAsync(2, line, argument);

    [TestCase("127.0.0.1:8774", "write http://127.0.0.1:8774.")]
    [TestCase("garbage", "write an address such as http://127.0.0.1:8774 or http://[::1]:8774.")]
    [TestCase("http://127.0.0.1:99999", "write a port from 0 to 65535.")]
    [TestCase("ftp://127.0.0.1:8774", "write http:// or https:// before the address.")]
    [TestCase("http://127.0.0.1:8774/base", "write http://127.0.0.1:8774, without a path.")]
    [TestCase("http://[::ffff:127.0.0.1]:8774", "write 127.0.0.1 in place of [::ffff:127.0.0.1].")]
    public Task Start_OnAnAddressThatIsNone_SaysWhatToWrite(string url, string remedy) =>
        AssertEndsAsync(2, $"Urls={url} (command line): {remedy}", $"--Urls={url}");

    [TestCase("Auth_Mode", "keystone", "Auth_Mode (environment variable) is not a setting: write Auth__Mode.")]
    [TestCase("Databse__Path", "x", "Databse__Path (environment variable) is not a setting: write Database__Path.")]
    [TestCase("Auth__Keystone__Url", "http://u:s3cret@h",
        "Auth:Keystone:Url=http://***@h (environment variable Auth__Keystone__Url): write an address without user and password, such as http://127.0.0.1:5000.")]
    public async Task Start_WithAWrongVariable_SaysWhatToWrite(string name, string value, string line)
    {
        using var service = new ServiceProcess(new Dictionary<string, string> { [name] = value }, Own());

        await AssertEndsAsync(service, 2, line);
    }

    [TestCase("""{ "Driver" "fake" }""", "{0}, line 1, column 12: this is not valid JSON; check quotes, commas and braces.")]
    [TestCase("{\n  \"Databse\": { \"Path\": \"x\" } }", "Databse:Path ({0}, line 2) is not a setting: did you mean Database:Path?")]
    [TestCase("""{ "Logging": { "LogLevel": { "Default": "Foo" } } }""",
        "Logging:LogLevel:Default=Foo ({0}, line 1): write Trace, Debug, Information, Warning, Error, Critical or None.")]
    public async Task Start_WithAWrongFile_SaysWhereAndWhatToWrite(string json, string line)
    {
        var file = _folder.File("appsettings.json");
        await File.WriteAllTextAsync(file, json);

        await AssertEndsAsync(2, line.Replace("{0}", file), $"--ContentRoot={_folder.Path}");
    }

    [Test]
    public async Task Start_WithAScenarioThatEndsEarly_SaysWhere()
    {
        var file = _folder.File("scenario.json");
        await File.WriteAllTextAsync(file, "{");

        await AssertEndsAsync(1, $"{file}: line 1: ends early, a ] or }} is missing", $"--Fake:Scenario={file}", "--Logging:LogLevel:Default=None");
    }

    [Test]
    public Task Start_WithADatabaseNowhere_SaysWhatToDo() => AssertEndsAsync(
        1, "Cannot use the database /nowhere/migrations.db: its folder does not exist. Create the folder.", "--Database:Path=/nowhere/migrations.db");

    [Test]
    public async Task Start_OnAPortInUse_SaysWhatToDo()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";

        await AssertRefusesAddressAsync(url, "another program, or another address of this list, has this port; stop the program, or choose another port.");
    }

    [Test]
    public async Task Start_OnOneAddressTwice_SaysWhatToDo()
    {
        var url = $"http://127.0.0.1:{LoopbackPort.Free()}";

        await AssertRefusesAddressAsync($"{url};{url}", $"{url}: another program, or another address of this list, has this port; stop the program, or choose another port.");
    }

    [Test]
    public Task Start_OnAnAddressOfAnotherMachine_SaysWhatToDo() => AssertRefusesAddressAsync(
        "http://192.0.2.10:8774", "this machine has no such address; the command 'ip addr' lists those that it has.", "--Auth:AllowRemoteWithoutAuthentication=true");

    [Test]
    public Task Start_OnASocketNowhere_SaysWhatToDo() => AssertRefusesAddressAsync(
        "http://unix:/nowhere/x", "the folder of the socket must exist, and the account of this service must be able to write to it.");

    /// <summary>That the service finds out when it begins to listen, after it has logged that it starts.</summary>
    private async Task AssertRefusesAddressAsync(string urls, string remedy, params string[] arguments)
    {
        using var service = new ServiceProcess([.. Own(), $"--Urls={urls}", "--Logging:LogLevel:Default=None", .. arguments]);

        await AssertEndsAsync(service, 2, $"Urls={urls} (command line): {remedy}");
    }

    private async Task AssertEndsAsync(int exitCode, string line, params string[] arguments)
    {
        using var service = new ServiceProcess([.. Own(), .. arguments]);
        await AssertEndsAsync(service, exitCode, line);
    }

    private static async Task AssertEndsAsync(ServiceProcess service, int exitCode, string line)
    {
        Assert.That(await service.ExitAsync(), Is.EqualTo(exitCode), service.Output);
        Assert.That(service.Output, Is.EqualTo(line));
    }

    private string[] Own() => ["--Urls=http://127.0.0.1:0", $"--Database:Path={_folder.File("migrations.db")}"];
}
