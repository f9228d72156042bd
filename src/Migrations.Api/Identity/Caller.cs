namespace Migrations.Api.Identity;

/// <summary>Who makes a request, according to the token.</summary>
/// <param name="UserId">Null for an anonymous caller, who is an administrator because there is no authentication.</param>
/// <param name="ProjectId">The token's project; null when it is not scoped to one.</param>
/// <param name="Roles">Names as the token has them; compared without regard to case.</param>
public sealed record Caller(string? UserId, string? ProjectId, IReadOnlyList<string> Roles)
{
    public string? UserDomainId { get; init; }

    public string? ProjectDomainId { get; init; }

    /// <summary>The domain that the token is scoped to, if it is scoped to one.</summary>
    public string? DomainId { get; init; }

    /// <summary>"all" when the token is scoped to the whole system.</summary>
    public string? SystemScope { get; init; }

    /// <summary>Whether the project is the administrators' project; true for all projects unless Keystone names one (its option admin_project_name).</summary>
    public bool IsAdminProject { get; init; } = true;

    /// <summary>The service that sends the request for the user; null unless it has sent a valid token of its own.</summary>
    public Caller? Service { get; init; }

    /// <summary>From then on the token says nothing about the caller; null when it never ends.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether nobody in particular calls, because there is no authentication.</summary>
    public bool IsAnonymous => UserId is null;

    /// <summary>The caller of a request; null before identity, and for requests that need none.</summary>
    public static Caller? Of(HttpContext context) => context.Features.Get<Caller>();

    /// <summary>Makes this the caller of a request.</summary>
    public void Attach(HttpContext context) => context.Features.Set(this);
}
