using System.Security.Claims;

namespace Migrations.Api.Identity;

/// <summary>Who makes a request, as the token says.</summary>
/// <param name="UserId">Null for an anonymous administrator (no authentication).</param>
/// <param name="ProjectId">The token's project; null when it is not scoped to one.</param>
/// <param name="Roles">Names as the token has them; compared without regard to case.</param>
public sealed record Caller(string? UserId, string? ProjectId, IReadOnlyList<string> Roles)
{
    private const string UserClaim = "user_id";
    private const string ProjectClaim = "project_id";

    /// <summary>Nobody in particular: an administrator where there is no authentication.</summary>
    public bool IsAnonymous => UserId is null;

    /// <summary>The caller that an authentication handler has put into the request.</summary>
    public static Caller Of(ClaimsPrincipal principal) => new(
        principal.FindFirstValue(UserClaim),
        principal.FindFirstValue(ProjectClaim),
        [.. principal.FindAll(ClaimTypes.Role).Select(claim => claim.Value)]);

    /// <summary>This caller in the form that ASP.NET carries.</summary>
    public ClaimsPrincipal ToPrincipal(string scheme)
    {
        var identity = new ClaimsIdentity(scheme);
        if (UserId is not null)
            identity.AddClaim(new Claim(UserClaim, UserId));
        if (ProjectId is not null)
            identity.AddClaim(new Claim(ProjectClaim, ProjectId));
        identity.AddClaims(Roles.Select(role => new Claim(ClaimTypes.Role, role)));
        return new ClaimsPrincipal(identity);
    }
}
