using System.ComponentModel;
using Microsoft.Extensions.Options;
using Migrations.Settings;

namespace Migrations.Monitoring;

/// <summary>How closely migrations are watched; the <c>Monitoring</c> section.</summary>
public sealed class MonitoringOptions
{
    public const string Section = "Monitoring";

    [Description("Time between two samples; events make it shorter, never longer")]
    [DurationRange("50ms", "1m")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMilliseconds(500);

    [Description("How long the hypervisor may take to answer a reading")]
    [DurationRange("100ms", "5m")]
    public TimeSpan ReadDeadline { get; set; } = TimeSpan.FromSeconds(5);

    [Description("How long the hypervisor may take to carry out an abort or a force-complete")]
    [DurationRange("100ms", "5m")]
    public TimeSpan CommandDeadline { get; set; } = TimeSpan.FromSeconds(15);

    [Description("How long a command is tried while the hypervisor does not answer, or says that it is too early")]
    [DurationRange("1s", "1d")]
    public TimeSpan CommandPatience { get; set; } = TimeSpan.FromMinutes(10);

    [Description("How long finished migrations are kept")]
    [DurationRange("0s", "36500d")]
    public TimeSpan KeepFinished { get; set; } = TimeSpan.FromDays(30);
}

/// <summary>Refuses options that monitoring cannot work with.</summary>
[OptionsValidator]
internal sealed partial class MonitoringOptionsValidator : IValidateOptions<MonitoringOptions>;
