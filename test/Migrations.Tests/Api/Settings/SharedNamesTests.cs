namespace Migrations.Tests.Api.Settings;

/// <summary>Environment variables and credentials: ours must be right, those of others are not looked at.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SharedNamesTests : IDisposable
{
    private readonly SettingsFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestCase("Auth__Mode")]
    [TestCase("AUTH__MODE")]
    [TestCase("auth__mode")]
    [TestCase("ASPNETCORE_Auth__Mode")]
    public void Variable_OfASetting_IsTaken(string name)
    {
        _folder.Environment[name] = "ldap";

        Assert.That(_folder.Read().Mistakes, Is.EqualTo(new[] { $"Auth:Mode=ldap (environment variable {name}): write none or keystone." }));
    }

    [Test]
    public void Variables_OfOneSetting_TheOneWithoutPrefixWins()
    {
        _folder.Environment["Fake__Seed"] = "1";
        _folder.Environment["ASPNETCORE_Fake__Seed"] = "2";
        _folder.Environment["DOTNET_Fake__Seed"] = "3";
        _folder.Environment["ASPNETCORE_ENVIRONMENT"] = "Staging";
        _folder.Environment["DOTNET_ENVIRONMENT"] = "Development";

        Assert.That(_folder.Print(), Does.Contain("Fake:Seed 1 (environment variable Fake__Seed)")
            .And.Contain("Environment Staging (environment variable ASPNETCORE_ENVIRONMENT)"));
    }

    [TestCase("Auth_Mode", "Auth_Mode (environment variable) is not a setting: write Auth__Mode.")]
    [TestCase("AUTH_MODE", "AUTH_MODE (environment variable) is not a setting: write Auth__Mode.")]
    [TestCase("AuthMode", "AuthMode (environment variable) is not a setting: write Auth__Mode.")]
    [TestCase("Database_Path", "Database_Path (environment variable) is not a setting: write Database__Path.")]
    [TestCase("Databse__Path", "Databse__Path (environment variable) is not a setting: write Database__Path.")]
    [TestCase("DATABSE__PATH", "DATABSE__PATH (environment variable) is not a setting: write Database__Path.")]
    [TestCase("Auth_Keystone_Pasword", "Auth_Keystone_Pasword (environment variable) is not a setting: write Auth__Keystone__Password.")]
    [TestCase("Monitoring_Something", "Monitoring_Something (environment variable) is not a setting: two underscores separate a section from its settings.")]
    [TestCase("Drivr", "Drivr (environment variable) is not a setting: write Driver.")]
    [TestCase("Url", "Url (environment variable) is not a setting: write Urls.")]
    [TestCase("Fake", "Fake (environment variable Fake) is a section: write one of its settings, such as Fake:Scenario.")]
    [TestCase("Database__Pth", "Database:Pth (environment variable Database__Pth) is not a setting: did you mean Database:Path?")]
    [TestCase("DATABASE__URL", "DATABASE:URL (environment variable DATABASE__URL) is not a setting")]
    [TestCase("Kestrel__Endpoints__a__Url", "Kestrel:Endpoints:a:Url (environment variable Kestrel__Endpoints__a__Url) is not a setting: write Urls,")]
    [TestCase("ASPNETCORE_Kestrel__Endpoints__a__Url", "Kestrel:Endpoints:a:Url (environment variable ASPNETCORE_Kestrel__Endpoints__a__Url) is not a setting: write Urls,")]
    [TestCase("ASPNETCORE_HTTP_PORTS", "HTTP_PORTS=s3cret (environment variable ASPNETCORE_HTTP_PORTS) is not a setting: write Urls, such as http://127.0.0.1:8774.")]
    public void Variable_ThatIsNearlyASetting_IsRefused(string name, string line)
    {
        _folder.Environment[name] = "s3cret";

        Assert.That(_folder.Read().Mistakes.Single(), Does.StartWith(line));
    }

    [TestCase("DATABASE_URL")]
    [TestCase("DATABASE")]
    [TestCase("POLICY")]
    [TestCase("LIBVIRT_DEFAULT_URI")]
    [TestCase("LIBVIRT_SERVICE_HOST")]
    [TestCase("FAKE_PORT")]
    [TestCase("MONITORING_ENABLED")]
    [TestCase("LOGGING_LEVEL")]
    [TestCase("OS_AUTH_URL")]
    [TestCase("ConnectionStrings__Default")]
    [TestCase("Serilog__MinimumLevel__Default")]
    [TestCase("http_proxy")]
    [TestCase("no_proxy")]
    [TestCase("ENVIRONMENT")]
    [TestCase("Environment")]
    [TestCase("URL")]
    [TestCase("_")]
    [TestCase("DOTNET_gcServer")]
    [TestCase("DOTNET_ROOT")]
    [TestCase("OTEL_SERVICE_NAME")]
    public void Variable_OfAnotherProgram_IsLeftAlone(string name)
    {
        _folder.Environment[name] = "something";

        Assert.That(_folder.Read().Mistakes, Is.Empty);
    }

    [Test]
    public void Ports_OfAnImage_DoNotMatterWhereUrlsAreSet()
    {
        _folder.Environment["ASPNETCORE_HTTP_PORTS"] = "8080";

        Assert.That(_folder.Read("--Urls=http://127.0.0.1:8774").Mistakes, Is.Empty);
    }

    [Test]
    public void Endpoint_OfOpenTelemetry_IsCheckedToo()
    {
        _folder.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = "collector";

        Assert.That(_folder.Read().Mistakes.Single(), Does.StartWith("Otlp:Endpoint=collector (environment variable OTEL_EXPORTER_OTLP_ENDPOINT): "));
    }

    [Test]
    public void Credential_OfASetting_IsTaken()
    {
        _folder.Environment["CREDENTIALS_DIRECTORY"] = Path.Combine(_folder.Root, "credentials");
        _folder.Write("credentials/Auth__Keystone__Password", "s3cret\n");
        _folder.Write("credentials/tls.key", "-----");

        Assert.That(_folder.Read().Configuration["Auth:Keystone:Password"], Is.EqualTo("s3cret"));
        Assert.That(_folder.Print(), Does.Contain("Auth:Keystone:Password *** (credential Auth__Keystone__Password)"));
    }

    [Test]
    public void Credential_ThatIsNearlyASetting_IsRefused()
    {
        _folder.Environment["CREDENTIALS_DIRECTORY"] = Path.Combine(_folder.Root, "credentials");
        _folder.Write("credentials/Auth_Keystone_Password", "s3cret");

        Assert.That(_folder.Read().Mistakes,
            Is.EqualTo(new[] { "Auth_Keystone_Password (credential) is not a setting: write Auth__Keystone__Password." }));
    }
}
