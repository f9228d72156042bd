using Migrations.Api.Identity;

namespace Migrations.Api.Policies.Language;

/// <summary>What a rule is asked: may this caller do it to a target of that project?</summary>
internal readonly record struct Question(RuleSet Rules, Caller Caller, string? TargetProjectId)
{
    /// <summary>The value that <c>%(name)s</c> stands for; null when this target has no such attribute.</summary>
    public string? TargetAttribute(string name) => HasTargetAttribute(name) ? TargetProjectId : null;

    /// <summary>Whether targets have such an attribute at all.</summary>
    public static bool HasTargetAttribute(string name) => name == "project_id";
}
