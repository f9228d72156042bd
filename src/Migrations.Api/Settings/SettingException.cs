namespace Migrations.Api.Settings;

/// <summary>A setting with which the service cannot start.</summary>
/// <param name="key">The setting.</param>
/// <param name="remedy">What to write instead, without the full stop.</param>
public sealed class SettingException(string key, string remedy, Exception? inner = null) : Exception($"{key}: {remedy}", inner)
{
    public string Key { get; } = key;
    public string Remedy { get; } = remedy;
}
