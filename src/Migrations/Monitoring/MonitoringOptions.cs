using System.ComponentModel;
using Microsoft.Extensions.Options;
using Migrations.Settings;

namespace Migrations.Monitoring;

/// <summary>How closely migrations are watched; the <c>Monitoring</c> section.</summary>
public sealed class MonitoringOptions
{
    public const string Section = "Monitoring";

    [Description("Time between two samples; news from the hypervisor can make it shorter")]
    [DurationRange("50ms", "1m")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMilliseconds(500);

    [Description("How long finished migrations are kept")]
    [DurationRange("0s", "36500d")]
    public TimeSpan KeepFinished { get; set; } = TimeSpan.FromDays(30);
}

/// <summary>Refuses options that monitoring cannot work with.</summary>
[OptionsValidator]
internal sealed partial class MonitoringOptionsValidator : IValidateOptions<MonitoringOptions>;
