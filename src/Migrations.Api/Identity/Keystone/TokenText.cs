using Microsoft.Extensions.Primitives;

namespace Migrations.Api.Identity.Keystone;

/// <summary>Tells tokens from what no Keystone has issued, before anybody spends time on it.</summary>
internal static class TokenText
{
    /// <summary>Longer than the longest that Keystone issues.</summary>
    public const int MaxLength = 8192;

    /// <summary>The token of a header; empty when the request has none.</summary>
    public static string Of(StringValues header) => header.ToString().Trim();

    public static bool IsPlausible(string token) =>
        token.Length is > 0 and <= MaxLength && !token.AsSpan().ContainsAnyExceptInRange('!', '~');
}
