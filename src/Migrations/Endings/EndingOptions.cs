using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Migrations.Settings;

namespace Migrations.Endings;

/// <summary>How migrations that this service has started are brought to an end; in the <c>Starts</c> section. The defaults are Nova's.</summary>
public sealed class EndingOptions
{
    public const string Section = "Starts";

    [Description("How long a migration started here may take, per GiB of memory and disks (at least 2 each); 0s for as long as it takes")]
    [DurationRange("0s", "1d")]
    public TimeSpan CompletionTimeout { get; set; } = TimeSpan.FromSeconds(800);

    [Description("What is then done to it")]
    [AllowedValues("abort", "force_complete")]
    public string TimeoutAction { get; set; } = CommandKind.Abort.WireName;

    [Description("The longest pause of the server at the end of its migration that is allowed in the last step")]
    [DurationRange("100ms", "1m")]
    public TimeSpan MaxDowntime { get; set; } = TimeSpan.FromMilliseconds(500);

    [Description("In how many steps the allowed pause grows up to that")]
    [Range(3, 100)]
    public int DowntimeSteps { get; set; } = 10;

    [Description("How long each of these steps lasts, per GiB as above")]
    [DurationRange("3s", "1d")]
    public TimeSpan DowntimeDelay { get; set; } = TimeSpan.FromSeconds(75);
}

/// <summary>Refuses values out of range.</summary>
[OptionsValidator]
internal sealed partial class EndingOptionsValidator : IValidateOptions<EndingOptions>;
