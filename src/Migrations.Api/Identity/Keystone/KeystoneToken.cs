namespace Migrations.Api.Identity.Keystone;

/// <summary>A token that Keystone has found valid.</summary>
/// <param name="ExpiresAt">From then on only a service's request can use it.</param>
/// <param name="AccessRules">The only requests that it may be used for; null for any.</param>
internal sealed record KeystoneToken(Caller Caller, DateTimeOffset ExpiresAt, IReadOnlyList<AccessRule>? AccessRules)
{
    private const string ServiceType = "compute";

    public bool HasRole(string role) => Caller.Roles.Contains(role, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the application credential that it comes from may make such a request.</summary>
    public bool MayRequest(string method, string path) =>
        AccessRules is null
        || AccessRules.Any(rule => rule.Service == ServiceType && rule.Method == method && rule.MatchesPath(path));
}
