namespace Migrations.FunctionalTests.Golden;

/// <summary>Where recorded answers are.</summary>
internal static class GoldenFolders
{
    /// <summary>What the answers of a folder were recorded against.</summary>
    public const string Scenario = "scenario.json";

    /// <summary>What it adds to the scenario of the folder above, in the folder of what was recorded of actions.</summary>
    public const string ScenarioOfActions = "scenario-actions.json";

    /// <summary>The copied data.</summary>
    public static string Own { get; } = Path.Combine(AppContext.BaseDirectory, "Golden");

    /// <summary>The copied data of actions.</summary>
    public static string OwnOfActions { get; } = Path.Combine(Own, "actions");

    /// <summary>The copied data, and the folder that the environment names, each with the folder of actions below it.</summary>
    public static IEnumerable<string> All =>
        from folder in Environment.GetEnvironmentVariable("MIGRATIONS_GOLDEN_DIR") is { Length: > 0 } other ? [Own, other] : new[] { Own }
        from part in new[] { folder, Path.Combine(folder, "actions") }
        select part;
}
