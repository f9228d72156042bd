using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Migrations.Settings;

namespace Migrations.Drivers.Fake;

/// <summary>The fake hypervisor; the <c>Fake</c> section.</summary>
public sealed class FakeOptions
{
    public const string Section = "Fake";

    [Description("File of the scenario: the servers of the fake hypervisor and what happens to them")]
    [DisplayFormat(NullDisplayText = "built in")]
    [FilePath(MustExist = true)]
    public string? Scenario { get; set; }

    [Description("File that keeps the fake hypervisor's world while the service is down")]
    [DisplayFormat(NullDisplayText = "beside the database, .world.json")]
    [FilePath]
    public string? StateFile { get; set; }

    [Description("Simulated seconds per second")]
    [Range(0.001, 1000)]
    public double Speed { get; set; } = 1;

    [Description("Seed of all random numbers of the fake hypervisor")]
    public long Seed { get; set; }
}

/// <summary>Refuses options that the driver cannot work with.</summary>
[OptionsValidator]
internal sealed partial class FakeOptionsValidator : IValidateOptions<FakeOptions>;
