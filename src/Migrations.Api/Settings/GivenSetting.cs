namespace Migrations.Api.Settings;

/// <summary>A value that somebody has given to a setting.</summary>
/// <param name="Key">With a colon between sections, in the operator's spelling.</param>
/// <param name="Text">As written; empty when nothing was.</param>
/// <param name="Source">Where it was written.</param>
internal sealed record GivenSetting(string Key, string Text, string Source);
