using System.Diagnostics;

namespace Migrations.LibvirtTests.Nodes;

/// <summary>The script that keeps the two nodes up: it ends with its standard input, so also when the tests are killed.</summary>
internal sealed class NodesScript : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Process _script;

    private NodesScript(string script) => _script = Tool.Start("bash", [script, _folder.Path]);

    public Node Source => new(_folder.File("source"), "127.0.0.2");

    public Node Destination => new(_folder.File("destination"), "127.0.0.3");

    /// <summary>Starts the nodes, and returns once both answer.</summary>
    public static async Task<NodesScript> StartAsync(string script)
    {
        var nodes = new NodesScript(script);
        if (await nodes._script.StandardOutput.ReadLineAsync() == "ready")
            return nodes;
        var complaint = await nodes._script.StandardError.ReadToEndAsync();
        await nodes.DisposeAsync();
        throw new InvalidOperationException($"The nodes did not start: {complaint}");
    }

    public async ValueTask DisposeAsync()
    {
        _script.StandardInput.Close();
        await _script.WaitForExitAsync();
        _script.Dispose();
        _folder.Dispose();
    }
}
