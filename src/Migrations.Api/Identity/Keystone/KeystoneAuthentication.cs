using Microsoft.Extensions.Options;
using Migrations.Api.Wire;

namespace Migrations.Api.Identity.Keystone;

/// <summary><c>Auth:Mode=keystone</c>: the caller is the user of the token, as Keystone says.</summary>
internal sealed class KeystoneAuthentication(TokenCache tokens, IOptions<KeystoneOptions> options) : IAuthentication
{
    public const string Mode = "keystone";

    public async ValueTask<Caller?> AuthenticateAsync(HttpContext context)
    {
        try
        {
            if (await FindAsync(context) is { } caller)
                return caller;
            await KeystoneAnswers.WriteUnauthorizedAsync(context, options.Value.WwwAuthenticateUri ?? options.Value.Url);
        }
        catch (KeystoneUnavailableException)
        {
            await KeystoneAnswers.Unavailable.ExecuteAsync(context);
        }
        return null;
    }

    private async ValueTask<Caller?> FindAsync(HttpContext context)
    {
        var token = TokenOf(context.Request, "X-Auth-Token");
        if (token.Length == 0)
            token = TokenOf(context.Request, "X-Storage-Token");
        if (token.Length == 0)
            return null;

        var serviceToken = TokenOf(context.Request, "X-Service-Token");
        var service = serviceToken.Length == 0
            ? null
            : await tokens.FindAsync(serviceToken, allowExpired: false, context.RequestAborted);
        var isService = service?.HasRole(options.Value.ServiceTokenRole) == true;
        if (serviceToken.Length > 0 && (service is null || (options.Value.ServiceTokenRoleRequired && !isService)))
            return null;

        // A service may make requests for a user that the access rules do not allow the user itself (keystonemiddleware, validate_allowed_request).
        return await tokens.FindAsync(token, allowExpired: isService, context.RequestAborted) is { } found
            && (isService || found.MayMake(context.Request))
                ? CallerOf(found, service, isService)
                : null;
    }

    private static Caller CallerOf(KeystoneToken found, KeystoneToken? service, bool isService) => service is null ? found.Caller : found.Caller with
    {
        Service = service.Caller,
        ExpiresAt = isService && service.ExpiresAt > found.ExpiresAt ? service.ExpiresAt : found.ExpiresAt,
    };

    private static string TokenOf(HttpRequest request, string header) => TokenText.Of(request.Headers[header]);
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
}
