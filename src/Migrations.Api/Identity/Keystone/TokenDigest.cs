using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Migrations.Api.Identity.Keystone;

/// <summary>The SHA-256 of a token: what is remembered instead of the token itself.</summary>
internal readonly record struct TokenDigest(UInt128 High, UInt128 Low)
{
    /// <param name="token">ASCII of at most <see cref="TokenText.MaxLength"/>.</param>
    public static TokenDigest Of(string token)
    {
        Span<byte> text = stackalloc byte[token.Length];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..Encoding.ASCII.GetBytes(token, text)], digest);
        return MemoryMarshal.Read<TokenDigest>(digest);
    }
}
