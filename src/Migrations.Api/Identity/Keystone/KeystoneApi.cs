using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Migrations.Api.Identity.Keystone;

/// <summary>The two calls of Keystone's API that this service makes: POST and GET /v3/auth/tokens.</summary>
internal sealed class KeystoneApi
{
    private readonly HttpClient _http;
    private readonly Uri _tokens;
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;

    public KeystoneApi(HttpClient http, IOptions<KeystoneOptions> options, TimeProvider clock)
    {
        _http = http;
        _tokens = TokensUri(options.Value.Url);
        _pipeline = KeystonePipeline.Create(options.Value.Timeout, clock);
    }

    /// <summary>Authenticates with <see cref="ServiceCredentials.TokenRequest"/>.</summary>
    /// <returns>Null when Keystone refuses the credentials.</returns>
    /// <exception cref="KeystoneUnavailableException">Keystone does not answer, or its answer cannot be understood.</exception>
    public async Task<IssuedToken?> IssueAsync(string tokenRequest)
    {
        using var response = await SendAsync(() => new HttpRequestMessage(HttpMethod.Post, _tokens)
        {
            Content = new StringContent(tokenRequest, Encoding.UTF8, "application/json"),
        });
        if (response.StatusCode == HttpStatusCode.Unauthorized)
            return null;
        var token = await ReadAsync(response, HttpStatusCode.Created);
        return response.Headers.TryGetValues("X-Subject-Token", out var values)
            ? new IssuedToken(values.First(), token.ExpiresAt)
            : throw new KeystoneUnavailableException("Keystone issued a token, but its answer does not contain it.");
    }

    /// <summary>Asks whether a token is valid, and whose it is.</summary>
    /// <param name="own">This service's own token.</param>
    /// <param name="allowExpired">Whether Keystone also accepts a token that has expired within its <c>allow_expired_window</c>.</param>
    /// <exception cref="KeystoneUnavailableException">Keystone does not answer, or its answer cannot be understood.</exception>
    public async Task<TokenAnswer> ValidateAsync(string own, string token, bool allowExpired)
    {
        var uri = allowExpired ? new Uri($"{_tokens}?allow_expired=1") : _tokens;
        using var response = await SendAsync(() => new HttpRequestMessage(HttpMethod.Get, uri)
        {
            Headers = { { "X-Auth-Token", own }, { "X-Subject-Token", token }, { "OpenStack-Identity-Access-Rules", "1" } },
        });
        return response.StatusCode switch
        {
            HttpStatusCode.NotFound => new TokenAnswer(OwnTokenRejected: false, Token: null),
            HttpStatusCode.Unauthorized => new TokenAnswer(OwnTokenRejected: true, Token: null),
            _ => new TokenAnswer(OwnTokenRejected: false, await ReadAsync(response, HttpStatusCode.OK)),
        };
    }

    private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> request)
    {
        try
        {
            return await _pipeline.ExecuteAsync(async attempt =>
            {
                using var message = request();
                message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
                return await _http.SendAsync(message, attempt);
            });
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutRejectedException or BrokenCircuitException)
        {
            throw new KeystoneUnavailableException($"Keystone does not answer: {e.Message}", e);
        }
    }

    private static async Task<KeystoneToken> ReadAsync(HttpResponseMessage response, HttpStatusCode expected)
    {
        if (response.StatusCode != expected)
            throw new KeystoneUnavailableException($"Keystone answers {(int)response.StatusCode} where {(int)expected} is expected.");
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync();
            var document = await JsonSerializer.DeserializeAsync(body, TokenJson.Default.TokenDocument);
            return document?.ToToken() ?? throw new KeystoneUnavailableException("Keystone's answer describes no token.");
        }
        catch (JsonException)
        {
            throw new KeystoneUnavailableException("Keystone's answer is not JSON that describes a token.");
        }
    }

    private static Uri TokensUri(string url)
    {
        var root = url.TrimEnd('/');
        return new Uri(root.EndsWith("/v3", StringComparison.Ordinal) ? $"{root}/auth/tokens" : $"{root}/v3/auth/tokens");
    }
}

/// <summary>A token that Keystone has issued to this service.</summary>
internal sealed record IssuedToken(string Value, DateTimeOffset ExpiresAt)
{
    /// <summary>Leaves out the token itself, so that no log can contain it.</summary>
    public override string ToString() => $"own token until {ExpiresAt:O}";
}

/// <summary>Keystone's answer about a token.</summary>
/// <param name="OwnTokenRejected">Whether Keystone did not look at the token, because it rejected this service's own.</param>
/// <param name="Token">Null when the token is not valid.</param>
internal readonly record struct TokenAnswer(bool OwnTokenRejected, KeystoneToken? Token);

/// <summary>Keystone cannot say whether a token is valid. The message is for the operator and contains no secret.</summary>
internal sealed class KeystoneUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
