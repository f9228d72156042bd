namespace Migrations.Drivers.Fake.Scenarios;

/// <summary>A place in a scenario; checks the rules for its value.</summary>
/// <param name="File">What to call the scenario in errors.</param>
/// <param name="Path">Such as <c>servers[2].memoryMiB</c>; empty for the whole.</param>
internal readonly record struct ScenarioPlace(string File, string Path = "")
{
    public ScenarioPlace this[string member] => this with { Path = Path.Length == 0 ? member : $"{Path}.{member}" };

    public ScenarioPlace this[int index] => this with { Path = $"{Path}[{index}]" };

    /// <exception cref="ScenarioException">The value is below the lower or above the upper bound.</exception>
    public void Within<T>(T value, T low, T high) where T : IComparable<T>
    {
        Demand(value.CompareTo(low) >= 0, $"must be at least {low}", value);
        Demand(value.CompareTo(high) <= 0, $"must be at most {high}", value);
    }

    /// <exception cref="ScenarioException">The rule does not hold.</exception>
    public void Demand(bool holds, string rule, object? was = null)
    {
        if (!holds)
            throw new ScenarioException($"{File}: {Path}: {rule}{(was is null ? "" : $", was {was}")}");
    }
}
