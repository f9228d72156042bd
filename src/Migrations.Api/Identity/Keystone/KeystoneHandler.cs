using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Migrations.Api.Identity.Keystone;

/// <summary><c>Auth:Mode=keystone</c>: the caller is whoever Keystone says the token is.</summary>
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
        // What a service asks on behalf of a user need not be what the user may ask by itself.
        if (!isService && !found.MayRequest(Request.Method, Request.PathBase + Request.Path))
            return AuthenticateResult.Fail("The access rules of the token's application credential do not name this request.");

        var caller = found.Caller with { Service = service?.Caller };
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
