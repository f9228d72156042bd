using System.Security.Claims;

namespace Migrations.Api.Identity;

/// <summary>Who makes a request, as the token says.</summary>
/// <param name="UserId">Null for an anonymous administrator (no authentication).</param>
/// <param name="ProjectId">The token's project; null when it is not scoped to one.</param>
/// <param name="Roles">Names as the token has them; compared without regard to case.</param>
public sealed record Caller(string? UserId, string? ProjectId, IReadOnlyList<string> Roles)
{
    private static readonly Caller Nobody = new(null, null, []);

    public string? UserDomainId { get; init; }

    public string? ProjectDomainId { get; init; }

    /// <summary>The domain that the token is scoped to, if it is scoped to one.</summary>
    public string? DomainId { get; init; }

    /// <summary>"all" when the token is scoped to the whole system.</summary>
    public string? SystemScope { get; init; }

    /// <summary>Whether the project is the cloud's own; where a cloud names none, all are taken to be.</summary>
    public bool IsAdminProject { get; init; } = true;

    /// <summary>The service that passes the request on, when it has sent a valid token of its own.</summary>
    public Caller? Service { get; init; }

    /// <summary>Nobody in particular: an administrator where there is no authentication.</summary>
    public bool IsAnonymous => UserId is null;

    /// <summary>The caller that an authentication handler has put into the request.</summary>
    public static Caller Of(ClaimsPrincipal principal) => (principal.Identity as Identity)?.Caller ?? Nobody;

    /// <summary>This caller in the form that ASP.NET carries.</summary>
    public ClaimsPrincipal ToPrincipal(string scheme) => new(new Identity(this, scheme));

    private sealed class Identity(Caller caller, string scheme) : ClaimsIdentity(scheme)
    {
        public Caller Caller => caller;

        public override string? Name => caller.UserId;

        public override ClaimsIdentity Clone() => new Identity(Caller, AuthenticationType!);
    }
}
