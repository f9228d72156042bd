using System.Diagnostics.CodeAnalysis;
using Migrations.Api.Adapters;
using Migrations.Api.EventStreams;
using Migrations.Api.Hosting;
using Migrations.Api.Identity;
using Migrations.Api.Identity.Keystone;
using Migrations.Api.MigrationHistory;
using Migrations.Api.Pipeline;
using Migrations.Api.Policies;
using Migrations.Api.Telemetry;
using Migrations.Convergence;
using Migrations.Drivers;
using Migrations.Endings;
using Migrations.Monitoring;
using Migrations.Operations;
using Migrations.Starts;

namespace Migrations.Api.Settings;

/// <summary>Every setting of this service.</summary>
internal static class KnownSettings
{
    public static IReadOnlyList<SettingSection> Sections { get; } =
    [
        SettingSection.Of<ServiceOptions>(""),
        .. AdapterSetup.Settings,
        SettingSection.Of<MonitoringOptions>(MonitoringOptions.Section),
        SettingSection.Of<DriverOptions>(DriverOptions.Section),
        SettingSection.Of<CommandOptions>(CommandOptions.Section),
        SettingSection.Of<StartOptions>(StartOptions.Section),
        SettingSection.Of<ConvergenceOptions>(ConvergenceOptions.Section),
        SettingSection.Of<EndingOptions>(EndingOptions.Section),
        SettingSection.Of<AuthOptions>(AuthOptions.Section),
        SettingSection.Of<KeystoneOptions>(KeystoneOptions.Section),
        SettingSection.Of<PolicyOptions>(PolicyOptions.Section),
        SettingSection.Of<HttpsOptions>(HttpsOptions.Section),
        SettingSection.Of<ProxiesOptions>(ProxiesOptions.Section),
        SettingSection.Of<ConnectionOptions>(ConnectionOptions.Section),
        SettingSection.Of<CommandRateOptions>(CommandRateOptions.Section),
        SettingSection.Of<UnpagedListsOptions>(UnpagedListsOptions.Section),
        SettingSection.Of<EventsOptions>(EventsOptions.Section),
        SettingSection.Of<MetricsOptions>(MetricsOptions.Section),
        SettingSection.Of<OtlpOptions>(OtlpOptions.Section),
        SettingSection.Of<LogOptions>("Logging"),
        SettingSection.Of<ConsoleLogOptions>("Logging:Console"),
        SettingSection.Of<LogFormatOptions>("Logging:Console:FormatterOptions"),
    ];

    public static IEnumerable<Setting> All => Sections.SelectMany(section => section.Settings);

    /// <summary>The setting that a key names, or null.</summary>
    public static Setting? Find(string key) => Sections
        .Where(section => IsIn(key, section.Name))
        .SelectMany(section => section.Settings)
        .FirstOrDefault(setting => setting.Has(key));

    /// <summary>Whether a key is a section's own name.</summary>
    public static bool IsSection(string key) =>
        key.Length > 0 && Sections.Any(section => section.Name.Equals(key, StringComparison.OrdinalIgnoreCase) || IsIn(section.Name, key));

    /// <summary>Whether a key lies in one of the sections, whether or not it is a setting.</summary>
    public static bool IsInSection(string key) => Sections.Any(section => section.Name.Length > 0 && IsIn(key, section.Name));

    private static bool IsIn(string key, string section) => section.Length == 0
        ? !key.Contains(':', StringComparison.Ordinal)
        : key.Length > section.Length && key[section.Length] == ':' && key.StartsWith(section, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Settings that are read into one class of options.</summary>
internal sealed class SettingSection
{
    private readonly Lazy<IReadOnlyList<Setting>> _settings;

    private SettingSection(string name, Func<IReadOnlyList<Setting>> settings)
    {
        Name = name;
        _settings = new(settings);
    }

    /// <summary>Empty for the settings that stand in no section.</summary>
    public string Name { get; }

    public IReadOnlyList<Setting> Settings => _settings.Value;

    /// <summary>The public properties of a class of options that can be set.</summary>
    public static SettingSection Of<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TOptions>(string name)
        where TOptions : class, new() => Of<TOptions>(name, own: null);

    /// <summary>The same for a section that holds any number of such options, each under a word of the operator's own.</summary>
    public static SettingSection OfEach<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TOptions>(string name, OwnWord own)
        where TOptions : class, new() => Of<TOptions>(name, own);

    private static SettingSection Of<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TOptions>(string name, OwnWord? own)
        where TOptions : class, new() =>
        new(name, () => [.. typeof(TOptions).GetProperties()
            .Where(property => property.CanWrite)
            .Select(property => new Setting(name, own, property, static () => new TOptions()))]);
}
