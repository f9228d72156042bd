using System.ComponentModel;
using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Options;
using Migrations.Settings;

namespace Migrations.Api.Hosting;

/// <summary>The certificate for https addresses; the <c>Https</c> section.</summary>
internal sealed class HttpsOptions
{
    public const string Section = "Https";

    [Description("Certificate in PEM for https addresses, and after it those of the authorities between it and the root; a replaced file takes effect within 10 seconds")]
    [FilePath(MustExist = true)]
    public string? CertificateFile { get; set; }

    [Description("The key of the certificate, in PEM")]
    [FilePath(MustExist = true)]
    public string? KeyFile { get; set; }
}

/// <summary>The certificate of https addresses, from PEM files that may be replaced while the service runs.</summary>
internal sealed partial class HttpsCertificate : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(10);

    private readonly string _certificateFile;
    private readonly string _keyFile;
    private readonly ILogger<HttpsCertificate> _logger;
    private readonly Hangup _hangup;
    private readonly ITimer _timer;
    private readonly Lock _turn = new();
    private volatile SslStreamCertificateContext _current;
    private (DateTime Certificate, DateTime Key) _written;
    private string? _keptBecause;

    /// <param name="options">Must name both files.</param>
    /// <exception cref="CryptographicException">The files are not a certificate and its key.</exception>
    public HttpsCertificate(IOptions<HttpsOptions> options, TimeProvider clock, Hangup hangup, ILogger<HttpsCertificate> logger)
    {
        _certificateFile = options.Value.CertificateFile!;
        _keyFile = options.Value.KeyFile!;
        _logger = logger;
        _written = Written();
        _current = Read(_certificateFile, _keyFile);
        _timer = clock.CreateTimer(_ => Refresh(mustRead: false), null, PollInterval, PollInterval);
        _hangup = hangup;
        _hangup.Received += ReadNow;
    }

    /// <summary>Answers each connection with the certificate of the moment.</summary>
    /// <remarks>The web server demands a selector of a certificate, but with one it would send no authorities.</remarks>
    /// <param name="find">Finds the certificate; called for each connection, because it exists once the service has been built.</param>
    public static void Use(HttpsConnectionAdapterOptions https, Func<HttpsCertificate> find)
    {
        https.ServerCertificateSelector = (_, _) => find().Current.TargetCertificate;
        https.OnAuthenticate = (_, tls) => (tls.ServerCertificateSelectionCallback, tls.ServerCertificateContext) = (null, find().Current);
    }

    /// <summary>What is wrong with the files; null when they are a certificate and its key.</summary>
    public static string? Problem(string certificateFile, string keyFile)
    {
        try
        {
            Read(certificateFile, keyFile).TargetCertificate.Dispose();
            return null;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return $"this file and {HttpsOptions.Section}:{nameof(HttpsOptions.KeyFile)} are not a certificate and its key in PEM; {e.Message.TrimEnd('.')}";
        }
    }

    /// <summary>The certificate to answer with now, with those of its authorities.</summary>
    public SslStreamCertificateContext Current => _current;

    public void Dispose()
    {
        _hangup.Received -= ReadNow;
        _timer.Dispose();
    }

    private void ReadNow(object? sender, EventArgs e) => Refresh(mustRead: true);

    /// <summary>Takes over replaced files; the old certificate stays while they do not fit. Connections under way keep theirs.</summary>
    /// <param name="mustRead">Whether to read files whose dates are the same as before.</param>
    private void Refresh(bool mustRead)
    {
        lock (_turn)
            try
            {
                var written = Written();
                if (written == _written && !mustRead)
                    return;
                _current = Read(_certificateFile, _keyFile);
                (_written, _keptBecause) = (written, null);
                var certificate = _current.TargetCertificate;
                LogReplaced(certificate.Subject, certificate.NotAfter.ToUniversalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
            }
            catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
            {
                if (mustRead || _keptBecause != e.Message)
                    LogKept(e.Message);
                _keptBecause = e.Message;
            }
    }

    private static SslStreamCertificateContext Read(string certificateFile, string keyFile)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(certificateFile);
        var certificate = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
        return SslStreamCertificateContext.Create(certificate, authorities, offline: true);
    }

    private (DateTime Certificate, DateTime Key) Written() =>
        (File.GetLastWriteTimeUtc(_certificateFile), File.GetLastWriteTimeUtc(_keyFile));

    [LoggerMessage(EventIds.CertificateReplaced, LogLevel.Information, "The certificate was replaced by {Subject}, valid until {NotAfter} UTC")]
    private partial void LogReplaced(string subject, string notAfter);

    [LoggerMessage(EventIds.CertificateKept, LogLevel.Error, "The certificate's new files cannot be used, the old one stays. {Reason}")]
    private partial void LogKept(string reason);
}
