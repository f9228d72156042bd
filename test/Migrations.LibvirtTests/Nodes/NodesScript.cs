using System.Diagnostics;

namespace Migrations.LibvirtTests.Nodes;

/// <summary>The script that keeps the two nodes up: it ends with its standard input, so also when the tests are killed.</summary>
internal sealed class NodesScript
{
    private readonly Process _script;

    private NodesScript(Process script) => _script = script;

    public static async Task<NodesScript> StartAsync(string script, string directory)
    {
        var process = Tool.Start("bash", script, directory);
        return await process.StandardOutput.ReadLineAsync() == "ready"
            ? new NodesScript(process)
            : throw new InvalidOperationException($"The nodes did not start: {await process.StandardError.ReadToEndAsync()}");
    }

    public async Task StopAsync()
    {
        _script.StandardInput.Close();
        await _script.WaitForExitAsync();
        _script.Dispose();
    }
}
