using Migrations.Api.Faults;
using Migrations.Api.Identity;

namespace Migrations.Api.Policies;

/// <summary>Turns a denied rule into Nova's 403.</summary>
internal static class PolicyFaults
{
    public static Fault? Check(this IPolicy policy, string rule, Caller caller, string? targetProjectId) =>
        policy.Allows(rule, caller, targetProjectId)
            ? null
            : Denied(rule);

    public static Fault Denied(string rule) => new(403, $"Policy doesn't allow {rule} to be performed.");
}
