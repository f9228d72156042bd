using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Migrations.Settings;

namespace Migrations.Convergence;

/// <summary>When a migration counts as stalled; the <c>Convergence</c> section.</summary>
public sealed class ConvergenceOptions
{
    public const string Section = "Convergence";

    [Description("How long what remains must not have become less for a migration to be called stalled")]
    [DurationRange("1s", "1d")]
    public TimeSpan Window { get; set; } = TimeSpan.FromSeconds(60);

    [Description("By which share what remains must have become less to count as less")]
    [Range(0.0, 0.5)]
    public double Margin { get; set; } = 0.04;

    [Description("Over which time the speed of the copy is averaged")]
    [DurationRange("100ms", "1h")]
    public TimeSpan Smoothing { get; set; } = TimeSpan.FromSeconds(5);
}

/// <summary>Refuses options that the judge cannot work with.</summary>
[OptionsValidator]
internal sealed partial class ConvergenceOptionsValidator : IValidateOptions<ConvergenceOptions>;
