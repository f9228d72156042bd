using Microsoft.Extensions.Options;

namespace Migrations.Api.MigrationHistory;

/// <summary>Limits of lists that have no pages; part of the <c>Limits</c> section.</summary>
public sealed class UnpagedListsOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Limits";

    /// <summary>How many of them are written at a time, 1 to 100; 4 unless set.</summary>
    public int UnpagedLists { get; set; } = 4;

    /// <summary>How long a caller may take to read one, 1 second to 1 day; 5 minutes unless set.</summary>
    public TimeSpan UnpagedListTime { get; set; } = TimeSpan.FromMinutes(5);
}

/// <summary>Refuses limits that no list could be written under.</summary>
internal sealed class UnpagedListsOptionsCheck : IValidateOptions<UnpagedListsOptions>
{
    public ValidateOptionsResult Validate(string? name, UnpagedListsOptions options)
    {
        if (options.UnpagedLists is < 1 or > 100)
            return Refuse(nameof(options.UnpagedLists), options.UnpagedLists, "a number from 1 to 100");
        if (options.UnpagedListTime < TimeSpan.FromSeconds(1) || options.UnpagedListTime > TimeSpan.FromDays(1))
            return Refuse(nameof(options.UnpagedListTime), options.UnpagedListTime, "a time from 00:00:01 to 1.00:00:00");
        return ValidateOptionsResult.Success;
    }

    private static ValidateOptionsResult Refuse(string setting, object value, string expected) =>
        ValidateOptionsResult.Fail($"{UnpagedListsOptions.Section}:{setting}={value}: give {expected}.");
}
