namespace Migrations.Api.Settings;

/// <summary>How the process ends.</summary>
internal static class ExitCode
{
    /// <summary>As it was asked to.</summary>
    public const int Success = 0;

    /// <summary>Something that settings name cannot be used, such as the database, the scenario or the policy; or a command has found a fault.</summary>
    public const int Failure = 1;

    /// <summary>An argument or a setting is wrong.</summary>
    public const int WrongSetting = 2;
}
