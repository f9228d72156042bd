namespace Migrations.Api.Policies;

/// <summary>Where the rules are; the <c>Policy</c> section.</summary>
public sealed class PolicyOptions
{
    /// <summary>
    /// A policy file in YAML, or in JSON by its extension. Without it, <c>policy.yaml</c> or <c>policy.json</c> beside the
    /// configuration is read if there is one. The files of <c>policy.d</c> beside it are read after it.
    /// </summary>
    public string? File { get; set; }
}
