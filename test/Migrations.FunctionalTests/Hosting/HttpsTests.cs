using System.Security.Cryptography.X509Certificates;

namespace Migrations.FunctionalTests.Hosting;

public sealed class HttpsTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void Begin() => _folder = new TemporaryFolder();

    [TearDown]
    public void End() => _folder.Dispose();

    [Test]
    public async Task Address_OfHttps_AnswersWithTheCertificateOfTheFiles()
    {
        SelfSigned.Write(_folder.File("tls.crt"), _folder.File("tls.key"), "first");
        using var service = Start($"--Https:CertificateFile={_folder.File("tls.crt")}", $"--Https:KeyFile={_folder.File("tls.key")}");

        X509Certificate2? shown = null;
        using var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) =>
            {
                shown = X509CertificateLoader.LoadCertificate(certificate!.RawData);
                return true;
            },
        };
        using var client = new HttpClient(handler);
        var answer = await client.GetStringAsync(new Uri(await service.AddressAsync(), "/v2.1/"));

        Assert.That(shown?.Subject, Is.EqualTo("CN=first"));
        Assert.That(answer, Does.Contain("https://127.0.0.1"));
    }

    [Test]
    public async Task Address_OfHttpsWithAnIntermediateAuthority_ShowsTheWholeChain()
    {
        var root = IssuedCertificate.Write(_folder.File("tls.crt"), _folder.File("tls.key"));
        using var service = Start($"--Https:CertificateFile={_folder.File("tls.crt")}", $"--Https:KeyFile={_folder.File("tls.key")}");

        using var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { root },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        using var client = new HttpClient(handler);

        Assert.That(await client.GetStringAsync(new Uri(await service.AddressAsync(), "/v2.1/")), Does.Contain("https://127.0.0.1"));
    }

    [Test]
    public async Task Address_OfHttpsWithoutCertificate_IsExplainedInOneLine()
    {
        using var service = Start();

        Assert.That(await service.ExitAsync(), Is.EqualTo(2));
        Assert.That(service.Output, Does.Contain("Https:CertificateFile is not set").And.Not.Contain("   at "));
    }

    [Test]
    public async Task Address_OfHttpsWithAFileThatIsNoCertificate_IsExplainedInOneLine()
    {
        await File.WriteAllTextAsync(_folder.File("tls.crt"), "nonsense");
        using var service = Start($"--Https:CertificateFile={_folder.File("tls.crt")}", $"--Https:KeyFile={_folder.File("tls.crt")}");

        Assert.That(await service.ExitAsync(), Is.EqualTo(2));
        Assert.That(service.Output, Does.Contain(_folder.File("tls.crt")).And.Contain("in PEM").And.Not.Contain("   at "));
    }

    private ServiceProcess Start(params string[] arguments) =>
        new(["--Urls=https://127.0.0.1:0", $"--Database:Path={_folder.File("migrations.db")}", .. arguments]);
}
