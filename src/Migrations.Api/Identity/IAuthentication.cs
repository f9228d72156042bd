namespace Migrations.Api.Identity;

/// <summary>Finds out who makes a request, in the way that <c>Auth:Mode</c> names.</summary>
internal interface IAuthentication
{
    /// <summary>The caller; null when the request is refused, and then the answer has been written.</summary>
    ValueTask<Caller?> AuthenticateAsync(HttpContext context);
}
