namespace Migrations.FunctionalTests.Golden;

/// <summary>Where recorded answers are.</summary>
internal static class GoldenFolders
{
    /// <summary>The copied data.</summary>
    public static string Own { get; } = Path.Combine(AppContext.BaseDirectory, "Golden");

    /// <summary>The copied data, and the folder that the environment names.</summary>
    public static IEnumerable<string> All =>
        Environment.GetEnvironmentVariable("MIGRATIONS_GOLDEN_DIR") is { Length: > 0 } other ? [Own, other] : [Own];
}
