using System.Diagnostics;

namespace Migrations.Testing;

/// <summary>Runs programs.</summary>
internal static class Tool
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    /// <summary>Starts a program that the caller ends; its input and its output are pipes.</summary>
    public static Process Start(
        string program, IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        // A .NET program that is killed would leave its debugger's sockets behind.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        // It ends before compiling with a profile pays.
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Runs a program to its end and returns its exit code and everything that it printed.</summary>
    public static async Task<(int Exit, string Output)> RunAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var process = Start(program, arguments, environment);
        using var deadline = new CancellationTokenSource(Deadline);
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var errors = process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Runs a program to its end and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message says what it complained of.</exception>
    public static string Run(string program, params IEnumerable<string> arguments)
    {
        using var process = Start(program, arguments);
        var complaint = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {complaint.Result}");
    }

    /// <param name="program">A name that is looked up in PATH, or a path.</param>
    public static bool Exists(string program) => Environment.GetEnvironmentVariable("PATH")!.Split(':')
        .Any(directory => File.Exists(Path.Combine(directory, program)));
}
