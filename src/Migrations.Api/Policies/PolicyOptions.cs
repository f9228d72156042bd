using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Migrations.Settings;

namespace Migrations.Api.Policies;

/// <summary>Where the rules are; the <c>Policy</c> section.</summary>
public sealed class PolicyOptions
{
    public const string Section = "Policy";

    [Description("Who may do what, in YAML, or in JSON by its extension; then the files of policy.d beside it")]
    [DisplayFormat(NullDisplayText = "policy.yaml or policy.json if there is one, else administrators only")]
    [FilePath(MustExist = true)]
    public string? File { get; set; }
}
