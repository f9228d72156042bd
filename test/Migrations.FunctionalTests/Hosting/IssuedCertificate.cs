using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Migrations.FunctionalTests.Hosting;

/// <summary>A certificate for loopback from an authority below the root, in one PEM file with that authority's.</summary>
internal static class IssuedCertificate
{
    private static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = new(2049, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <returns>The root.</returns>
    public static X509Certificate2 Write(string certificateFile, string keyFile)
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var root = Authority("root", rootKey).CreateSelfSigned(From, To);
        using var authority = Authority("authority", authorityKey).Create(root, From, To, [1]).CopyWithPrivateKey(authorityKey);
        var request = new CertificateRequest("CN=service", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, From, To, [2]);

        File.WriteAllText(certificateFile, $"{certificate.ExportCertificatePem()}\n{authority.ExportCertificatePem()}\n");
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        return X509CertificateLoader.LoadCertificate(root.RawData);
    }

    private static CertificateRequest Authority(string name, ECDsa key) => new($"CN={name}", key, HashAlgorithmName.SHA256)
    {
        CertificateExtensions =
        {
            new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true),
        },
    };
}
