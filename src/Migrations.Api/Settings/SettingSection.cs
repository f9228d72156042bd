using System.Diagnostics.CodeAnalysis;

namespace Migrations.Api.Settings;

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
        where TOptions : class, new() =>
        new(name, () => [.. typeof(TOptions).GetProperties()
            .Where(property => property.CanWrite)
            .Select(property => new Setting(name, property, static () => new TOptions()))]);
}
