using System.ComponentModel;
using Microsoft.Extensions.Options;
using Migrations.Settings;

namespace Migrations.Operations;

/// <summary>How long commands are tried; in the <c>Monitoring</c> section.</summary>
public sealed class CommandOptions
{
    public const string Section = "Monitoring";

    [Description("How long a command is tried while the hypervisor does not answer, or says that it is too early")]
    [DurationRange("1s", "1d")]
    public TimeSpan CommandPatience { get; set; } = TimeSpan.FromMinutes(10);
}

/// <summary>Refuses a patience out of range.</summary>
[OptionsValidator]
internal sealed partial class CommandOptionsValidator : IValidateOptions<CommandOptions>;
