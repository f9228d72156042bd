using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Migrations.Api.Hosting;

namespace Migrations.Tests.Api.Hosting;

public sealed class HttpsCertificateTests
{
    private readonly FakeTimeProvider _clock = new(Given.Now);
    private readonly Hangup _hangup = new(NullLogger<Hangup>.Instance);
    private TemporaryFolder _folder = null!;

    [OneTimeTearDown]
    public void Forget() => _hangup.Dispose();

    [SetUp]
    public void Begin() => _folder = new TemporaryFolder();

    [TearDown]
    public void End() => _folder.Dispose();

    [Test]
    public void Current_AfterTheFilesWereReplaced_IsTheNewOne()
    {
        Write("CN=first", daysAgo: 2);
        using var certificate = Open();

        Write("CN=second", daysAgo: 1);
        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.That(certificate.Current.TargetCertificate.Subject, Is.EqualTo("CN=second"));
    }

    [Test]
    public void Current_AfterAHangup_IsThatOfTheFilesAtOnceWhateverTheirDate()
    {
        Write("CN=first", daysAgo: 2);
        using var certificate = Open();

        Write("CN=second", daysAgo: 2);
        _hangup.Receive();

        Assert.That(certificate.Current.TargetCertificate.Subject, Is.EqualTo("CN=second"));
    }

    [Test]
    public void Current_AfterTheFilesWereSpoilt_StaysTheOldOne()
    {
        Write("CN=first", daysAgo: 2);
        using var certificate = Open();

        File.WriteAllText(_folder.File("tls.crt"), "nonsense");
        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.That(certificate.Current.TargetCertificate.Subject, Is.EqualTo("CN=first"));
    }

    private HttpsCertificate Open() => new(
        Options.Create(new HttpsOptions { CertificateFile = _folder.File("tls.crt"), KeyFile = _folder.File("tls.key") }),
        _clock, _hangup, NullLogger<HttpsCertificate>.Instance);

    private void Write(string subject, int daysAgo)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest(subject, key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(Given.Now.AddDays(-1), Given.Now.AddDays(1));
        File.WriteAllText(_folder.File("tls.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(_folder.File("tls.key"), key.ExportPkcs8PrivateKeyPem());
        foreach (var file in Directory.GetFiles(_folder.Path))
            File.SetLastWriteTimeUtc(file, Given.Now.UtcDateTime.AddDays(-daysAgo));
    }
}
