using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Migrations.Api.Wire;

namespace Migrations.Api.Identity.Keystone;

/// <summary><c>Auth:Mode=keystone</c>: the caller is the user of the token, as Keystone says.</summary>
internal sealed class KeystoneHandler(
    TokenCache tokens, IOptions<KeystoneOptions> keystone,
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "keystone";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var token = TokenText.Of(Request.Headers["X-Auth-Token"]);
        if (token.Length == 0)
            token = TokenText.Of(Request.Headers["X-Storage-Token"]);
        if (token.Length == 0)
            return AuthenticateResult.NoResult();
        try
        {
            return await AuthenticateAsync(token, TokenText.Of(Request.Headers["X-Service-Token"]));
        }
        catch (KeystoneUnavailableException e)
        {
            return AuthenticateResult.Fail(e);
        }
    }

    private async Task<AuthenticateResult> AuthenticateAsync(string token, string serviceToken)
    {
        var service = serviceToken.Length == 0
            ? null
            : await tokens.FindAsync(serviceToken, allowExpired: false, Context.RequestAborted);
        var isService = service?.HasRole(keystone.Value.ServiceTokenRole) == true;
        if (serviceToken.Length > 0 && (service is null || (keystone.Value.ServiceTokenRoleRequired && !isService)))
            return AuthenticateResult.Fail("The service token is not valid.");

        var found = await tokens.FindAsync(token, allowExpired: isService, Context.RequestAborted);
        if (found is null)
            return AuthenticateResult.Fail("The token is not valid.");
        // A service may make requests for a user that the access rules do not allow the user itself (keystonemiddleware, validate_allowed_request).
        if (!isService && !found.MayRequest(Request.Method, Request.PathBase + Request.Path))
            return AuthenticateResult.Fail("The access rules of the token's application credential do not name this request.");

        var caller = found.Caller with
        {
            Service = service?.Caller,
            ExpiresAt = isService && service!.ExpiresAt > found.ExpiresAt ? service.ExpiresAt : found.ExpiresAt,
        };
        return AuthenticateResult.Success(new AuthenticationTicket(caller.ToPrincipal(Scheme.Name), Scheme.Name));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var result = await HandleAuthenticateOnceSafeAsync();
        if (result.Failure is KeystoneUnavailableException)
            await KeystoneAnswers.WriteUnavailableAsync(Context);
        else
            await KeystoneAnswers.WriteUnauthorizedAsync(Context, keystone.Value.WwwAuthenticateUri ?? keystone.Value.Url);
    }
}

/// <summary>The answers to callers without a valid token.</summary>
internal static class KeystoneAnswers
{
    /// <summary>The body of 401, word for word that of keystonemiddleware (auth_token/__init__.py), which clients expect.</summary>
    public static readonly byte[] Unauthorized =
        """{"error": {"code": 401, "title": "Unauthorized", "message": "The request you have made requires authentication."}}"""u8
            .ToArray();

    /// <summary>The answer while Keystone is down.</summary>
    public static Fault Unavailable { get; } =
        new(StatusCodes.Status503ServiceUnavailable, "The Keystone service is temporarily unavailable.")
        {
            RetryAfterSeconds = (int)KeystonePipeline.BreakDuration.TotalSeconds,
        };

    /// <summary>Answers 401. Clients then get a new token and try again.</summary>
    /// <param name="keystoneUri">Where they get it.</param>
    public static async Task WriteUnauthorizedAsync(HttpContext context, string keystoneUri)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = $"Keystone uri=\"{keystoneUri}\"";
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Unauthorized.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(Unauthorized, context.RequestAborted);
    }

    public static Task WriteUnavailableAsync(HttpContext context) => Unavailable.ExecuteAsync(context);
}
