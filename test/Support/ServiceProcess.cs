using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Migrations.Testing;

/// <summary>The built service as a process of its own, as an operator starts it, in a folder of its own. Disposing kills it.</summary>
/// <remarks>MIGRATIONS_SERVICE names another build of it to be tested.</remarks>
internal sealed partial class ServiceProcess : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _lines = [];

    public ServiceProcess(params IEnumerable<string> arguments)
        : this(new Dictionary<string, string>(), arguments)
    {
    }

    /// <param name="environment">Variables beside those of the test's own process.</param>
    public ServiceProcess(IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments)
    {
        var program = Environment.GetEnvironmentVariable("MIGRATIONS_SERVICE")
            ?? Path.Combine(TestContext.CurrentContext.TestDirectory, "Migrations.Api");
        _process = Tool.Start(program, arguments, folder: _folder.Path, environment: environment);
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int ProcessId => _process.Id;

    /// <summary>Everything printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_lines)
                return string.Join('\n', _lines);
        }
    }

    /// <summary>Waits until it has printed this: what it logs arrives later than what it answers.</summary>
    public Task PrintsAsync(string text) =>
        Eventually.SeesAsync($"printed \"{text}\"", () => Task.FromResult(Output), output => output.Contains(text, StringComparison.Ordinal));

    /// <summary>Where it listens, once it does.</summary>
    /// <exception cref="InvalidOperationException">It has ended instead; the message is what it printed.</exception>
    public async Task<Uri> AddressAsync()
    {
        var ended = _process.WaitForExitAsync();
        return await Task.WhenAny(_address.Task, ended).WaitAsync(Deadline) == ended
            ? throw new InvalidOperationException($"The service has ended: {Output}")
            : await _address.Task;
    }

    /// <summary>Its exit code, once it has ended.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Deadline);
        return _process.ExitCode;
    }

    /// <summary>Ends it without warning.</summary>
    public void Kill() => _process.Kill();

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }

    private void Note(string? line)
    {
        if (line is null)
            return;
        lock (_lines)
            _lines.Add(line);
        if (Address().Match(line) is { Success: true } match)
            _address.TrySetResult(new Uri(match.Groups[1].Value));
    }

    [GeneratedRegex(@"^Address\s+(\S+)")]
    private static partial Regex Address();
}
