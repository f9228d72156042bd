using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Migrations.Api.Identity.Keystone;

/// <summary>Holds this service's own token, and replaces it before it expires.</summary>
internal sealed class OwnToken(
    KeystoneApi api, ServiceCredentials credentials, IOptions<KeystoneOptions> options, TimeProvider clock) : IDisposable
{
    /// <summary>A token is replaced this long before it expires, because clocks differ and requests take time.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _turn = new(1);
    private volatile IssuedToken? _current;
    private long? _refusedSince;

    /// <exception cref="KeystoneUnavailableException">Keystone does not issue a token.</exception>
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

    /// <summary>Drops a token that Keystone has rejected.</summary>
    public void Forget(IssuedToken refused) => Interlocked.CompareExchange(ref _current, null, refused);

    public void Dispose() => _turn.Dispose();

    private IssuedToken? Usable =>
        _current is { } token && token.ExpiresAt - clock.GetUtcNow() > Margin ? token : null;

    /// <remarks>After a refusal the credentials are not tried again for a while, because Keystone locks accounts after too many failures.</remarks>
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

/// <summary>The credentials with which this service authenticates at Keystone.</summary>
internal sealed class ServiceCredentials(IOptions<KeystoneOptions> options)
{
    private readonly KeystoneOptions _options = options.Value;

    /// <summary>The body of the request for a token.</summary>
    /// <exception cref="KeystoneUnavailableException">The file with the secret cannot be read.</exception>
    public string TokenRequest() => new JsonObject
    {
        ["auth"] = _options.ApplicationCredentialId is { } id ? ByApplicationCredential(id) : ByPassword(),
    }.ToJsonString();

    private JsonObject ByApplicationCredential(string id) => new()
    {
        ["identity"] = new JsonObject
        {
            ["methods"] = new JsonArray("application_credential"),
            ["application_credential"] = new JsonObject
            {
                ["id"] = id,
                ["secret"] = Secret(_options.ApplicationCredentialSecret, _options.ApplicationCredentialSecretFile),
            },
        },
    };

    private JsonObject ByPassword() => new()
    {
        ["identity"] = new JsonObject
        {
            ["methods"] = new JsonArray("password"),
            ["password"] = new JsonObject
            {
                ["user"] = new JsonObject
                {
                    ["name"] = _options.Username,
                    ["domain"] = new JsonObject { ["name"] = _options.UserDomainName },
                    ["password"] = Secret(_options.Password, _options.PasswordFile),
                },
            },
        },
        ["scope"] = new JsonObject
        {
            ["project"] = new JsonObject
            {
                ["name"] = _options.ProjectName,
                ["domain"] = new JsonObject { ["name"] = _options.ProjectDomainName },
            },
        },
    };

    private static string Secret(string? secret, string? file)
    {
        try
        {
            return secret ?? File.ReadAllText(file!).TrimEnd('\r', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeystoneUnavailableException($"The file with this service's password or secret cannot be read: {e.Message}", e);
        }
    }
}
