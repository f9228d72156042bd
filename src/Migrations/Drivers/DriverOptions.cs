using System.ComponentModel;
using Microsoft.Extensions.Options;
using Migrations.Settings;

namespace Migrations.Drivers;

/// <summary>How long the hypervisor may take; in the <c>Monitoring</c> section.</summary>
public sealed class DriverOptions
{
    public const string Section = "Monitoring";

    [Description("How long the hypervisor may take to answer a reading")]
    [DurationRange("100ms", "5m")]
    public TimeSpan ReadDeadline { get; set; } = TimeSpan.FromSeconds(5);

    [Description("How long the hypervisor may take to carry out an abort or a force-complete")]
    [DurationRange("100ms", "5m")]
    public TimeSpan CommandDeadline { get; set; } = TimeSpan.FromSeconds(15);
}

/// <summary>Refuses deadlines out of range.</summary>
[OptionsValidator]
internal sealed partial class DriverOptionsValidator : IValidateOptions<DriverOptions>;
