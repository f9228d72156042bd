using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Migrations.Api.Identity.Keystone;

/// <summary>The two calls of Keystone's API that this service makes.</summary>
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

    /// <summary>Gets a token for what <see cref="ServiceCredentials.TokenRequest"/> says.</summary>
    /// <returns>Null when Keystone does not accept it.</returns>
    /// <exception cref="KeystoneUnavailableException">Keystone does not answer, or not in a form that is understood.</exception>
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
            : throw new KeystoneUnavailableException("Keystone issued a token without saying which.");
    }

    /// <summary>Asks what a token is worth.</summary>
    /// <param name="own">This service's own token.</param>
    /// <param name="allowExpired">Whether a token that was valid a while ago is valid.</param>
    /// <exception cref="KeystoneUnavailableException">Keystone does not answer, or not in a form that is understood.</exception>
    public async Task<Validation> ValidateAsync(string own, string token, bool allowExpired)
    {
        var uri = allowExpired ? new Uri($"{_tokens}?allow_expired=1") : _tokens;
        using var response = await SendAsync(() => new HttpRequestMessage(HttpMethod.Get, uri)
        {
            Headers = { { "X-Auth-Token", own }, { "X-Subject-Token", token }, { "OpenStack-Identity-Access-Rules", "1" } },
        });
        return response.StatusCode switch
        {
            HttpStatusCode.NotFound => new Validation(IsAnswer: true, Token: null),
            HttpStatusCode.Unauthorized => new Validation(IsAnswer: false, Token: null),
            _ => new Validation(IsAnswer: true, await ReadAsync(response, HttpStatusCode.OK)),
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
