using System.Diagnostics;
using System.Text.RegularExpressions;
using Migrations.Api.Wire;

namespace Migrations.Benchmarks.Http;

/// <summary>The service as a process of its own, so that its memory is not the benchmark's.</summary>
internal sealed partial class RunningService : IDisposable
{
    private readonly Process _process;

    public RunningService(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Fault).Assembly.Location, "--Urls=http://127.0.0.1:0", .. arguments])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        _process = Process.Start(start)!;
        Client = new HttpClient { BaseAddress = Address(_process.StandardOutput) };
        // Else the service stops at a full pipe.
        _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
    }

    public HttpClient Client { get; }

    /// <summary>The most memory that the process has had, in MiB.</summary>
    public long PeakMiB
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64 >> 20;
        }
    }

    /// <summary>What the process has taken of all processors so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public void Dispose()
    {
        Client.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Uri Address(StreamReader output)
    {
        while (output.ReadLine() is { } line)
            if (AddressLine().Match(line) is { Success: true } match)
                return new Uri(match.Groups[1].Value);
        throw new InvalidOperationException("The service has ended before it listened.");
    }

    [GeneratedRegex(@"^Address\s+(\S+)")]
    private static partial Regex AddressLine();
}
