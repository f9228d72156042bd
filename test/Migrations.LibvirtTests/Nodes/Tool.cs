using System.Diagnostics;

namespace Migrations.LibvirtTests.Nodes;

/// <summary>Runs programs.</summary>
internal static class Tool
{
    public static Process Start(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A .NET program that is killed would leave its debugger's sockets behind.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return Process.Start(start)!;
    }

    /// <summary>What a program printed; its failure is an exception with what it complained of.</summary>
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

    public static bool Exists(string program) => Environment.GetEnvironmentVariable("PATH")!.Split(':')
        .Any(directory => File.Exists(Path.Combine(directory, program)));
}
