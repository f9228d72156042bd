using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Migrations.Api.Settings;

namespace Migrations.Api.Hosting;

/// <summary>The certificate of https addresses, from PEM files that may be replaced while the service runs.</summary>
internal sealed partial class HttpsCertificate : IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(10);

    private readonly string _certificateFile;
    private readonly string _keyFile;
    private readonly ILogger<HttpsCertificate> _logger;
    private readonly ITimer _timer;
    private volatile X509Certificate2 _current;
    private (DateTime Certificate, DateTime Key) _written;

    /// <exception cref="SettingException">The files cannot be read, or are not a certificate and its key.</exception>
    public HttpsCertificate(IConfiguration configuration, TimeProvider clock, ILogger<HttpsCertificate> logger)
    {
        _certificateFile = FileOf(configuration, "Https:CertificateFile");
        _keyFile = FileOf(configuration, "Https:KeyFile");
        _logger = logger;
        try
        {
            _written = Written();
            _current = Read();
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new SettingException(
                $"Https:CertificateFile={_certificateFile}, Https:KeyFile={_keyFile}: give a certificate and its key in PEM. {e.Message}", e);
        }
        _timer = clock.CreateTimer(_ => Refresh(), null, BetweenLooks, BetweenLooks);
    }

    /// <summary>The certificate to answer with now.</summary>
    public X509Certificate2 Current => _current;

    public void Dispose() => _timer.Dispose();

    /// <summary>Takes over replaced files; the old certificate stays while they do not fit. Connections under way keep theirs.</summary>
    private void Refresh()
    {
        try
        {
            var written = Written();
            if (written == _written)
                return;
            _current = Read();
            _written = written;
            LogReplaced(_current.Subject, _current.NotAfter);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            LogKept(e.Message);
        }
    }

    private X509Certificate2 Read() => X509Certificate2.CreateFromPemFile(_certificateFile, _keyFile);

    private (DateTime Certificate, DateTime Key) Written() =>
        (File.GetLastWriteTimeUtc(_certificateFile), File.GetLastWriteTimeUtc(_keyFile));

    private static string FileOf(IConfiguration configuration, string setting) => configuration[setting] is { Length: > 0 } file
        ? file
        : throw new SettingException($"{setting} is not set: https addresses need Https:CertificateFile and Https:KeyFile, in PEM.");

    [LoggerMessage(EventIds.CertificateReplaced, LogLevel.Information, "The certificate was replaced by {Subject}, valid until {NotAfter}")]
    private partial void LogReplaced(string subject, DateTime notAfter);

    [LoggerMessage(EventIds.CertificateKept, LogLevel.Error, "The certificate's new files cannot be used, the old one stays. {Reason}")]
    private partial void LogKept(string reason);
}
