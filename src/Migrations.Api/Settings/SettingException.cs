namespace Migrations.Api.Settings;

/// <summary>A setting that the service cannot start with; the message is one line that names it, its value and the remedy.</summary>
public sealed class SettingException(string message, Exception? inner = null) : Exception(message, inner);
