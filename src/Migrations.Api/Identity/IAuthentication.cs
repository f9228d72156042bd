namespace Migrations.Api.Identity;

/// <summary>Finds out who makes a request, in the way that <c>Auth:Mode</c> names.</summary>
/// <remarks>
/// Not ASP.NET Core's authentication, which makes some twenty objects for each request: with it, a list took a fifth more
/// time, and twice the memory.
/// </remarks>
internal interface IAuthentication
{
    /// <summary>The caller; null when the request is refused, and then the answer has been written.</summary>
    ValueTask<Caller?> AuthenticateAsync(HttpContext context);
}
