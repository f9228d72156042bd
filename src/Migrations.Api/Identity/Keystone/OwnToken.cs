using Microsoft.Extensions.Options;

namespace Migrations.Api.Identity.Keystone;

/// <summary>Holds the token by which this service asks Keystone, and gets the next one before it expires.</summary>
internal sealed class OwnToken(
    KeystoneApi api, ServiceCredentials credentials, IOptions<KeystoneOptions> options, TimeProvider clock) : IDisposable
{
    /// <summary>How long before its end a token is not used any more: clocks differ, and requests take time.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _turn = new(1);
    private volatile IssuedToken? _current;
    private long? _refusedSince;

    /// <exception cref="KeystoneUnavailableException">There is none to be had.</exception>
    public async Task<IssuedToken> GetAsync()
    {
        if (Usable is { } token)
            return token;
        await _turn.WaitAsync();
        try
        {
            return Usable ?? await IssueAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Never gives out that token again: Keystone does not accept it.</summary>
    public void Forget(IssuedToken refused) => Interlocked.CompareExchange(ref _current, null, refused);

    public void Dispose() => _turn.Dispose();

    private IssuedToken? Usable =>
        _current is { } token && token.ExpiresAt - clock.GetUtcNow() > Margin ? token : null;

    /// <remarks>Refused credentials are not tried again for a while: every try counts for the lock on the account.</remarks>
    private async Task<IssuedToken> IssueAsync()
    {
        if (_refusedSince is not { } since || clock.GetElapsedTime(since) >= options.Value.RefusalCacheTime)
        {
            _current = await api.IssueAsync(credentials.TokenRequest());
            _refusedSince = _current is null ? clock.GetTimestamp() : null;
        }
        return _current ?? throw new KeystoneUnavailableException(
            "Keystone does not accept this service's credentials: correct Username and Password, or the application credential, "
            + $"in {KeystoneOptions.Section}.");
    }
}
