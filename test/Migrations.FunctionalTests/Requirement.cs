namespace Migrations.FunctionalTests;

/// <summary>What a test needs of the machine: without it the test is skipped, but fails where everything must run.</summary>
internal static class Requirement
{
    /// <param name="program">The path of a program.</param>
    /// <param name="package">What to install to have it.</param>
    public static void Program(string program, string package)
    {
        if (File.Exists(program))
            return;
        var reason = $"{program} is missing: install {package}.";
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(reason);
        TestContext.Progress.WriteLine($"Skipped: {reason}");
        Assert.Ignore(reason);
    }
}
