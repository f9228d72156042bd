namespace Migrations.Testing;

/// <summary>What a test needs of the machine. A test that lacks it is skipped, but fails where CI=true.</summary>
internal static class Requirement
{
    public static void Root()
    {
        if (!Environment.IsPrivilegedProcess)
            IsMissing("These tests need root.");
    }

    /// <param name="program">A name that is looked up in PATH, or a path.</param>
    /// <param name="package">The Debian package that contains it.</param>
    public static void Program(string program, string package)
    {
        if (!Tool.Exists(program))
            IsMissing($"{program} is missing: install {package}.");
    }

    /// <summary>Ends the test because the machine lacks something.</summary>
    public static void IsMissing(string reason)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(reason);
        TestContext.Progress.WriteLine($"Skipped: {reason}");
        Assert.Ignore(reason);
    }
}
