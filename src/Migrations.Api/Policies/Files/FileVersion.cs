using System.Security.Cryptography;

namespace Migrations.Api.Policies.Files;

/// <summary>A policy file and the SHA-256 of what is in it: dates and sizes may be the same after a change.</summary>
internal readonly record struct FileVersion(string Path, string Digest)
{
    public static FileVersion Of(string path, byte[] content) => new(path, Convert.ToHexString(SHA256.HashData(content)));

    public static FileVersion Of(string path, Stream content) => new(path, Convert.ToHexString(SHA256.HashData(content)));
}
