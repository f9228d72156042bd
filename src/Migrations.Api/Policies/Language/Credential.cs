using System.Collections.Frozen;
using Migrations.Api.Identity;

namespace Migrations.Api.Policies.Language;

/// <summary>An attribute of the caller that rules may name.</summary>
/// <remarks>
/// The names without dots are those of oslo.context (oslo_context/context.py, to_policy_values). A dotted name is a path
/// into the same values of the token, which oslo.policy's generic check accepts too.
/// </remarks>
internal sealed class Credential
{
    private static readonly FrozenDictionary<string, Credential> Known = new Credential[]
    {
        new("user_id", caller => caller.UserId),
        new("user.id", caller => caller.UserId),
        new("user_domain_id", caller => caller.UserDomainId),
        new("user.domain.id", caller => caller.UserDomainId),
        new("project_id", caller => caller.ProjectId),
        new("project.id", caller => caller.ProjectId),
        new("project_domain_id", caller => caller.ProjectDomainId),
        new("project.domain.id", caller => caller.ProjectDomainId),
        new("domain_id", caller => caller.DomainId),
        new("domain.id", caller => caller.DomainId),
        new("system_scope", caller => caller.SystemScope),
        new("is_admin_project", caller => caller.IsAdminProject ? "True" : "False"),
        new("roles", caller => caller.Roles),
        new("roles.name", caller => caller.Roles),
        new("service_user_id", caller => caller.Service?.UserId),
        new("service_user_domain_id", caller => caller.Service?.UserDomainId),
        new("service_project_id", caller => caller.Service?.ProjectId),
        new("service_project_domain_id", caller => caller.Service?.ProjectDomainId),
        new("service_roles", caller => caller.Service?.Roles ?? []),
    }.ToFrozenDictionary(credential => credential.Name);

    private readonly Func<Caller, string?>? _value;
    private readonly Func<Caller, IReadOnlyList<string>>? _values;

    private Credential(string name, Func<Caller, string?> value) => (Name, _value) = (name, value);

    private Credential(string name, Func<Caller, IReadOnlyList<string>> values) => (Name, _values) = (name, values);

    public string Name { get; }

    public static Credential? Find(string name) => Known.GetValueOrDefault(name);

    /// <summary>Whether the caller's value matches the pattern, or any of several values. A missing value is "None", as in Python.</summary>
    public bool? Matches(in PolicyQuery query, Pattern pattern) =>
        _values is null
            ? pattern.Matches(_value!(query.Caller) ?? "None", query, StringComparison.Ordinal)
            : pattern.MatchesAny(_values(query.Caller), query, StringComparison.Ordinal);
}
