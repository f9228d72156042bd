namespace Migrations.Api.Settings;

/// <summary>A setting, for <c>--help</c> and for telling misspelt ones.</summary>
/// <param name="Key">As on the command line after <c>--</c>; in the environment with <c>__</c> for <c>:</c>.</param>
/// <param name="Default">What holds without it.</param>
internal sealed record Setting(string Key, string Default, string Meaning);
