using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Migrations.Api.Identity;
using Migrations.Api.Identity.Keystone;

namespace Migrations.Tests.Api.Identity.Keystone;

/// <summary>The authentication as the host composes it, before a Keystone in memory and a clock that stands.</summary>
internal sealed class KeystoneFixture : IDisposable
{
    /// <summary>The longest time between two attempts. What takes longer is an attempt.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2);

    private readonly ServiceProvider _services;

    public KeystoneFixture(params (string Setting, string? Value)[] settings)
    {
        Keystone = new StubKeystone(Clock).With("good", TimeSpan.FromHours(2), "member", "reader");
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(Defaults.Select(pair => KeyValuePair.Create(pair.Setting, pair.Value)))
            .AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create(pair.Setting, pair.Value)))
            .Build();
        var services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log))
            .AddSingleton<TimeProvider>(Clock);
        services.AddKeystone(configuration);
        services.AddSingleton(provider => new KeystoneApi(
            new HttpClient(Keystone), provider.GetRequiredService<IOptions<KeystoneOptions>>(), Clock));
        _services = services.BuildServiceProvider();
    }

    public SteppedClock Clock { get; } = new();

    public StubKeystone Keystone { get; }

    public KeystoneLog Log { get; } = new();

    public TokenCache Cache => _services.GetRequiredService<TokenCache>();

    private static IEnumerable<(string Setting, string? Value)> Defaults =>
    [
        ("Url", "http://127.0.0.1:5000"), ("WwwAuthenticateUri", "http://127.0.0.1:5000"),
        ("Username", "migrations"), ("Password", StubKeystone.Password),
    ];

    /// <summary>The caller of a request with these headers; null when it is refused.</summary>
    public Task<Caller?> CallAsync(params (string Name, string Value)[] headers) =>
        Clock.StepUntilAsync(CallAsync(Context(headers)), LongestDelay);

    /// <summary>The caller of this request, in the time that the test lets pass; null when it is refused.</summary>
    public Task<Caller?> CallAsync(HttpContext context) =>
        _services.GetRequiredService<IAuthentication>().AuthenticateAsync(context).AsTask();

    public Task<Caller?> CallAsync(string token) => CallAsync(("X-Auth-Token", token));

    /// <summary>The refusal of a request with these headers, after as many retries as there are.</summary>
    public Task<(int Status, IHeaderDictionary Headers, string Body)> RefusalAsync(
        string method, params (string Name, string Value)[] headers) =>
        Clock.StepUntilAsync(RefuseAsync(method, headers), LongestDelay);

    /// <summary>The refusal of a request with these headers, in the time that the test lets pass.</summary>
    public async Task<(int Status, IHeaderDictionary Headers, string Body)> RefuseAsync(
        string method, params (string Name, string Value)[] headers)
    {
        var context = Context(headers);
        context.Request.Method = method;
        var body = new MemoryStream();
        context.Response.Body = body;
        await CallAsync(context);
        return (context.Response.StatusCode, context.Response.Headers, Encoding.UTF8.GetString(body.ToArray()));
    }

    public static DefaultHttpContext Context(params (string Name, string Value)[] headers)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "GET";
        context.Request.Path = "/v2.1/servers/s1/migrations";
        foreach (var (name, value) in headers)
            context.Request.Headers.Append(name, value);
        return context;
    }

    public void Dispose() => _services.Dispose();
}
