using Migrations.Api.Identity;

namespace Migrations.Api.Policies;

/// <summary>The published default: every call is for administrators only.</summary>
internal sealed class AdministratorsOnly : IPolicy
{
    public bool Allows(string rule, Caller caller, string? targetProjectId) =>
        caller.Roles.Contains("admin", StringComparer.OrdinalIgnoreCase);
}
