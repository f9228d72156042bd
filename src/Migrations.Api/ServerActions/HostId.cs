using System.Text;
using Org.BouncyCastle.Crypto.Digests;

namespace Migrations.Api.ServerActions;

/// <summary>Tells hosts apart without naming them: the SHA-224 of project and host (nova/utils.py, generate_hostid).</summary>
internal static class HostId
{
    /// <returns>Lower-case hexadecimal digits; empty when the host is not known.</returns>
    public static string Of(string? projectId, string? host)
    {
        if (string.IsNullOrEmpty(host))
            return "";
        var digest = new Sha224Digest();
        var hash = new byte[digest.GetDigestSize()];
        digest.BlockUpdate(Encoding.UTF8.GetBytes(projectId + host));
        digest.DoFinal(hash);
        return Convert.ToHexStringLower(hash);
    }
}
