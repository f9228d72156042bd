namespace Migrations.Tests.Simulation;

/// <summary>All that happens in a run, in order, and the first rule that was broken.</summary>
internal sealed class SimulationJournal(SimulatedClock clock)
{
    private readonly long _began = clock.GetTimestamp();
    private readonly List<string> _lines = [];

    /// <summary>The first rule that was broken, with all that happened before.</summary>
    public string? Broken { get; private set; }

    public void Note(string what) => _lines.Add($"{TimeSpan.FromTicks(clock.GetTimestamp() - _began).TotalSeconds,7:0.000} {what}");

    public void Break(string rule) => Broken ??= $"{rule}\n{string.Join('\n', _lines)}";
}
