using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Migrations.Api.Identity.Keystone;

/// <summary>Asks Keystone about each token once in a while: valid ones are remembered, and for a short time refused ones.</summary>
internal sealed class TokenCache(TokenValidator validator, IOptions<KeystoneOptions> options, TimeProvider clock)
{
    /// <summary>More unknown tokens than this at once are no callers, but somebody who makes them up.</summary>
    private const int MostUnderWay = 1000;

    private readonly ExpiringCache<TokenDigest, KeystoneToken> _valid =
        new(options.Value.CacheSize, options.Value.CacheTime, clock);

    private readonly ExpiringCache<Inquiry, bool> _refused =
        new(options.Value.CacheSize, options.Value.RefusalCacheTime, clock);

    private readonly ConcurrentDictionary<Inquiry, Lazy<Task<KeystoneToken?>>> _underWay = new();

    /// <summary>How many tokens are remembered, valid and refused.</summary>
    public int Count => _valid.Count + _refused.Count;

    /// <param name="allowExpired">Whether a service's request keeps an expired token usable.</param>
    /// <returns>Null for a token that is not valid.</returns>
    /// <exception cref="KeystoneUnavailableException">The token is not remembered and Keystone cannot be asked.</exception>
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

    /// <remarks>All who ask about a token meanwhile share one answer; that one of them leaves does not end it for the others.</remarks>
    private Task<KeystoneToken?> AskAsync(Inquiry inquiry, string token) =>
        _underWay.Count < MostUnderWay || _underWay.ContainsKey(inquiry)
            ? _underWay.GetOrAdd(inquiry, _ => new Lazy<Task<KeystoneToken?>>(() => AskAndRememberAsync(inquiry, token))).Value
            : throw new KeystoneUnavailableException("Too many unknown tokens are waiting to be checked.");

    private async Task<KeystoneToken?> AskAndRememberAsync(Inquiry inquiry, string token)
    {
        try
        {
            // An earlier question about the same token may have been answered between the look and the turn.
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
