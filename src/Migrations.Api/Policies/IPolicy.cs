using Migrations.Api.Identity;

namespace Migrations.Api.Policies;

/// <summary>Decides who may do what.</summary>
public interface IPolicy
{
    /// <summary>Whether the caller may do what the rule guards.</summary>
    /// <param name="rule">One of <see cref="PolicyRules"/>.</param>
    /// <param name="targetProjectId">The project that owns the target: the server's, or the one asked for.</param>
    bool Allows(string rule, Caller caller, string? targetProjectId);
}
