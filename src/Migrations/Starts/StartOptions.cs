using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Migrations.Starts;

/// <summary>How migrations are started; the <c>Starts</c> section.</summary>
public sealed class StartOptions
{
    public const string Section = "Starts";

    [Description("How many of the migrations that this service starts may run at once; the others wait in a queue")]
    [Range(1, 3)]
    public int MaxConcurrent { get; set; } = 1;
}

/// <summary>Refuses options that starts cannot work with.</summary>
[OptionsValidator]
internal sealed partial class StartOptionsValidator : IValidateOptions<StartOptions>;
