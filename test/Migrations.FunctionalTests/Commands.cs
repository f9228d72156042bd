using System.Diagnostics;

namespace Migrations.FunctionalTests;

/// <summary>Runs programs for tests.</summary>
internal static class Commands
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    /// <summary>Runs a program to its end and gives its exit code and everything that it printed.</summary>
    public static async Task<(int Exit, string Output)> RunAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var process = Start(program, arguments, environment, redirect: true);
        using var deadline = new CancellationTokenSource(Deadline);
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var errors = process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Starts a program that the caller ends.</summary>
    public static Process Start(string program, params string[] arguments) => Start(program, arguments, null, redirect: false);

    private static Process Start(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment, bool redirect)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = redirect, RedirectStandardError = redirect };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
