using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Migrations.LibvirtTests.Api;

/// <summary>The built service as a process of its own, watching a node of the testbed.</summary>
/// <remarks>MIGRATIONS_SERVICE names another build of it to be tested.</remarks>
internal sealed partial class ServiceProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _output = [];

    private ServiceProcess(Process process) => _process = process;

    /// <summary>Starts it, and gives a client of it once it listens.</summary>
    /// <param name="database">Where it remembers; the same again is a restart.</param>
    public static async Task<ServiceClient> StartAsync(
        string database, string uri, params IEnumerable<string> settings)
    {
        var program = Environment.GetEnvironmentVariable("MIGRATIONS_SERVICE")
            ?? Path.Combine(TestContext.CurrentContext.TestDirectory, "Migrations.Api");
        var service = new ServiceProcess(Nodes.Tool.Start(program, [
            "--Urls=http://127.0.0.1:0", "--Driver=libvirt", $"--Libvirt:Uri={uri}", $"--Database:Path={database}", .. settings,
        ]));
        return new ServiceClient(service, await service.AddressAsync());
    }

    /// <summary>Ends it without warning.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<Uri> AddressAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _output.Add(line);
            if (Address().Match(line) is not { Success: true } match)
                continue;
            _ = _process.StandardOutput.ReadToEndAsync();
            _ = _process.StandardError.ReadToEndAsync();
            return new Uri(match.Groups[1].Value);
        }

        throw new InvalidOperationException(
            $"The service did not start: {string.Join('\n', _output)} {await _process.StandardError.ReadToEndAsync()}");
    }

    [GeneratedRegex(@"^Address\s+(\S+)")]
    private static partial Regex Address();
}
