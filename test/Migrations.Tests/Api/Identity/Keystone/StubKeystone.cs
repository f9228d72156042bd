using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace Migrations.Tests.Api.Identity.Keystone;

/// <summary>A Keystone in memory: knows tokens, issues its client's own, can be down, slow or rude, and counts.</summary>
internal sealed class StubKeystone(FakeTimeProvider clock) : HttpMessageHandler
{
    public const string Password = "s3rvice-passw0rd";

    private static readonly TimeSpan AllowExpiredWindow = TimeSpan.FromDays(2);

    private readonly Dictionary<string, (JsonObject Token, DateTimeOffset ExpiresAt)> _tokens = [];
    private readonly SemaphoreSlim _asked = new(0);
    private string? _own;

    public bool IsDown { get; set; }

    /// <summary>Answered instead of anything else.</summary>
    public HttpStatusCode? Instead { get; set; }

    public bool RefusesPassword { get; set; }

    public TimeSpan OwnLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>While it is not completed, questions about tokens wait.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Returns as often as Keystone is asked about a token.</summary>
    public Task AskedAsync(CancellationToken cancellationToken) => _asked.WaitAsync(cancellationToken);

    public int Issued { get; private set; }

    public int Asked { get; private set; }

    public int Attempts { get; private set; }

    public string? LastRequestBody { get; private set; }

    public HttpRequestMessage? LastQuestion { get; private set; }

    public StubKeystone With(string token, TimeSpan lifetime, params string[] roles) =>
        With(token, lifetime, new JsonObject
        {
            ["user"] = new JsonObject { ["id"] = "u1", ["name"] = "someone", ["domain"] = new JsonObject { ["id"] = "d1" } },
            ["project"] = new JsonObject { ["id"] = "p1", ["name"] = "work", ["domain"] = new JsonObject { ["id"] = "d2" } },
            ["roles"] = new JsonArray([.. roles.Select(role => new JsonObject { ["id"] = "r", ["name"] = role })]),
            ["catalog"] = new JsonArray(new JsonObject { ["type"] = "compute" }),
        });

    public StubKeystone With(string token, TimeSpan lifetime, JsonObject document)
    {
        var expiresAt = clock.GetUtcNow() + lifetime;
        document["expires_at"] = expiresAt.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        _tokens[token] = (document, expiresAt);
        return this;
    }

    public void Revoke(string token) => _tokens.Remove(token);

    public void RevokeOwn() => _own = null;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Attempts++;
        if (IsDown)
            throw new HttpRequestException("Connection refused (127.0.0.1:5000)");
        if (Instead is { } status)
            return new HttpResponseMessage(status);
        if (request.RequestUri!.AbsolutePath != "/v3/auth/tokens")
            return new HttpResponseMessage(HttpStatusCode.MethodNotAllowed);
        return request.Method == HttpMethod.Post ? await IssueAsync(request) : await AnswerAsync(request, cancellationToken);
    }

    private async Task<HttpResponseMessage> IssueAsync(HttpRequestMessage request)
    {
        Issued++;
        LastRequestBody = await request.Content!.ReadAsStringAsync();
        if (RefusesPassword)
            return new HttpResponseMessage(HttpStatusCode.Unauthorized);
        _own = $"own-{Issued}";
        With(_own, OwnLifetime, "service");
        var response = Document(HttpStatusCode.Created, _tokens[_own].Token);
        response.Headers.Add("X-Subject-Token", _own);
        return response;
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked++;
        LastQuestion = request;
        _asked.Release();
        await Gate.WaitAsync(cancellationToken);
        var asker = request.Headers.GetValues("X-Auth-Token").Single();
        if (asker != _own || _tokens[asker].ExpiresAt <= clock.GetUtcNow())
            return new HttpResponseMessage(HttpStatusCode.Unauthorized);
        var grace = request.RequestUri!.Query == "?allow_expired=1" ? AllowExpiredWindow : TimeSpan.Zero;
        return _tokens.TryGetValue(request.Headers.GetValues("X-Subject-Token").Single(), out var token)
               && token.ExpiresAt + grace > clock.GetUtcNow()
            ? Document(HttpStatusCode.OK, token.Token)
            : new HttpResponseMessage(HttpStatusCode.NotFound);
    }

    private static HttpResponseMessage Document(HttpStatusCode status, JsonObject token) => new(status)
    {
        Content = new StringContent(
            new JsonObject { ["token"] = token.DeepClone() }.ToJsonString(), Encoding.UTF8, "application/json"),
    };
}
