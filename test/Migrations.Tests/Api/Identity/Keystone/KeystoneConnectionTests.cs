using System.Net;
using Migrations.Api.Identity.Keystone;

namespace Migrations.Tests.Api.Identity.Keystone;

[CancelAfter(30_000)]
public class KeystoneConnectionTests
{
    private const string Fine = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void CreateFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public async Task Send_CertificateOfTheAuthorityInTheFile_IsTrusted(CancellationToken cancellationToken)
    {
        using var server = new TlsServer("127.0.0.1", Fine);
        using var response = await SendAsync(server, server.AuthorityPem, cancellationToken);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [Test]
    public void Send_CertificateOfAnotherAuthority_IsNotSentAnything(CancellationToken cancellationToken)
    {
        using var server = new TlsServer("127.0.0.1", Fine);
        using var other = TlsServer.Authority();
        Assert.That(() => SendAsync(server, other.ExportCertificatePem(), cancellationToken), Throws.TypeOf<HttpRequestException>());
        Assert.That(server.Requests, Is.Zero);
    }

    [Test]
    public void Send_CertificateOfAnotherHost_IsNotSentAnything(CancellationToken cancellationToken)
    {
        using var server = new TlsServer("127.0.0.2", Fine);
        Assert.That(() => SendAsync(server, server.AuthorityPem, cancellationToken), Throws.TypeOf<HttpRequestException>());
        Assert.That(server.Requests, Is.Zero);
    }

    [Test]
    public async Task Send_Redirected_DoesNotTakeTheTokenThere(CancellationToken cancellationToken)
    {
        using var server = new TlsServer("127.0.0.1", "HTTP/1.1 307 Temporary Redirect\r\nLocation: /\r\nConnection: close\r\n\r\n");
        using var response = await SendAsync(server, server.AuthorityPem, cancellationToken);
        Assert.That((response.StatusCode, server.Requests), Is.EqualTo((HttpStatusCode.TemporaryRedirect, 1)));
    }

    private async Task<HttpResponseMessage> SendAsync(TlsServer server, string trusted, CancellationToken cancellationToken)
    {
        var caFile = _folder.File("ca.pem");
        await File.WriteAllTextAsync(caFile, trusted, cancellationToken);
        using var http = KeystoneConnection.Create(new KeystoneOptions { CaFile = caFile });
        return await http.GetAsync(server.Uri, cancellationToken);
    }
}
