using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Migrations.Api.Identity.Keystone;

/// <summary>Remembers valid tokens, and refused ones for a short time, and asks Keystone only about others.</summary>
internal sealed class TokenCache(TokenValidator validator, IOptions<KeystoneOptions> options, TimeProvider clock)
{
    /// <summary>Maximum of concurrent validations. Beyond it we assume a flood of made-up tokens.</summary>
    private const int MaxUnderWay = 1000;

    private readonly ExpiringCache<TokenDigest, KeystoneToken> _valid =
        new(options.Value.CacheSize, options.Value.CacheTime, clock);

    private readonly ExpiringCache<Inquiry, bool> _refused =
        new(options.Value.CacheSize, options.Value.RefusalCacheTime, clock);

    private readonly ConcurrentDictionary<Inquiry, Lazy<Task<KeystoneToken?>>> _underWay = new();

    /// <summary>Number of remembered tokens, valid and refused.</summary>
    public int Count => _valid.Count + _refused.Count;

    /// <param name="allowExpired">Whether an expired token is valid too, because a service sends it.</param>
    /// <returns>Null for a token that is not valid.</returns>
    /// <exception cref="KeystoneUnavailableException">The token is not remembered and Keystone is down.</exception>
    public async ValueTask<KeystoneToken?> FindAsync(string token, bool allowExpired, CancellationToken cancellationToken)
    {
        if (!TokenText.IsPlausible(token))
            return null;
        var inquiry = new Inquiry(TokenDigest.Of(token), allowExpired);
        var found = Remembered(inquiry, out var known) ? known : await AskAsync(inquiry, token).WaitAsync(cancellationToken);
        return found is null || allowExpired || found.ExpiresAt > clock.GetUtcNow() ? found : null;
    }

    private bool Remembered(Inquiry inquiry, out KeystoneToken? token) =>
        _valid.TryGet(inquiry.Digest, out token) || _refused.TryGet(inquiry, out _);

    /// <remarks>Concurrent callers with the same token share one question to Keystone. A caller that goes away does not cancel it for the others.</remarks>
    private Task<KeystoneToken?> AskAsync(Inquiry inquiry, string token) =>
        _underWay.Count < MaxUnderWay || _underWay.ContainsKey(inquiry)
            ? _underWay.GetOrAdd(inquiry, _ => new Lazy<Task<KeystoneToken?>>(() => AskAndRememberAsync(inquiry, token))).Value
            : throw new KeystoneUnavailableException("Too many unknown tokens are waiting to be checked.");

    private async Task<KeystoneToken?> AskAndRememberAsync(Inquiry inquiry, string token)
    {
        try
        {
            // Another caller may have validated this token since the cache was checked.
            if (Remembered(inquiry, out var known))
                return known;
            var found = await validator.ValidateAsync(token, inquiry.AllowExpired);
            if (found is null)
                _refused.Add(inquiry, true);
            else
                _valid.Add(inquiry.Digest, found);
            return found;
        }
        finally
        {
            _underWay.TryRemove(inquiry, out _);
        }
    }

    private readonly record struct Inquiry(TokenDigest Digest, bool AllowExpired);
}

/// <summary>The SHA-256 of a token. It is remembered instead of the token.</summary>
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

/// <summary>Cheaply rejects strings that cannot be Keystone tokens.</summary>
internal static class TokenText
{
    /// <summary>Maximum length in characters; the tokens that Keystone issues are shorter.</summary>
    public const int MaxLength = 8192;

    /// <summary>The token of a header; empty when the request has none.</summary>
    public static string Of(StringValues header) => header.ToString().Trim();

    public static bool IsPlausible(string token) =>
        token.Length is > 0 and <= MaxLength && !token.AsSpan().ContainsAnyExceptInRange('!', '~');
}
