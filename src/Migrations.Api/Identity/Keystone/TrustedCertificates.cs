using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Migrations.Api.Identity.Keystone;

/// <summary>The certificates of <c>Auth:Keystone:CaFile</c>.</summary>
internal static class TrustedCertificates
{
    /// <summary>Whether a file has at least one certificate in PEM.</summary>
    public static bool AreIn(string file)
    {
        try
        {
            return Read(file).Count > 0;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Trusts what these certificates have signed, and nothing that the system trusts.</summary>
    public static X509ChainPolicy TrustOnly(string file)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(Read(file));
        return policy;
    }

    private static X509Certificate2Collection Read(string file)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(file);
        return certificates;
    }
}
