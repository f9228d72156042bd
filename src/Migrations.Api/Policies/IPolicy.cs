using Migrations.Api.Identity;
using Migrations.Api.Wire;

namespace Migrations.Api.Policies;

/// <summary>Decides who may do what.</summary>
public interface IPolicy
{
    /// <summary>The rules in force: another object after they have changed. For callers who remember decisions.</summary>
    object InForce { get; }

    /// <summary>Whether the caller may do what the rule guards.</summary>
    /// <param name="rule">One of <see cref="PolicyRules"/>.</param>
    /// <param name="targetProjectId">The project that owns the target: the server's, or the one asked for.</param>
    bool Allows(string rule, Caller caller, string? targetProjectId);
}

internal static class PolicyChecks
{
    /// <summary>Nova's 403 for a denied rule (nova/exception.py, PolicyNotAuthorized); null when it allows.</summary>
    public static Fault? Check(this IPolicy policy, string rule, Caller caller, string? targetProjectId) =>
        policy.Allows(rule, caller, targetProjectId)
            ? null
            : Denied(rule);

    /// <summary>Administrators pass locks and see the servers of all projects.</summary>
    public static bool IsAdministrator(this IPolicy policy, Caller caller) =>
        policy.Allows(PolicyRules.Administrator, caller, caller.ProjectId);

    public static Fault Denied(string rule) => new(403, $"Policy doesn't allow {rule} to be performed.");
}
