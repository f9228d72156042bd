using System.Globalization;
using Migrations.Drivers;
using Migrations.Live;

namespace Migrations.Api.ServerMigrations;

/// <summary>Marks answers whose numbers are not fresh, in headers, because Nova's bodies have no place for it.</summary>
internal sealed class Staleness(DriverHealth driver, StoreHealth store, TimeProvider clock)
{
    /// <summary>What <see cref="Mark"/> sets, for the API document.</summary>
    public static IReadOnlyList<(string Name, string Meaning)> Headers { get; } =
    [
        ("Warning", "110 when readings of the hypervisor were missed, or could not be stored; absent while the numbers are fresh."),
        ("Age", "With Warning, seconds since the oldest reading that is shown."),
    ];

    /// <summary>Why nothing that is shown is fresh; null while readings are taken and can be stored.</summary>
    public string? Because => driver.LostBecause ?? store.LostBecause;

    /// <summary>Sets <c>Age</c> (seconds since the oldest reading shown) and <c>Warning: 110</c> when readings were missed.</summary>
    public void Mark(HttpResponse response, ReadOnlySpan<LiveMigration> shown)
    {
        var missed = Because is not null;
        var oldest = DateTimeOffset.MaxValue;
        foreach (var live in shown)
        {
            missed |= live.MissedSamples > 0;
            if (live.SampledAt < oldest)
                oldest = live.SampledAt.Value;
        }
        if (!missed || shown.IsEmpty)
            return;
        response.Headers.Warning = "110 - \"Response is Stale\"";
        if (oldest < DateTimeOffset.MaxValue)
            response.Headers.Age = ((long)(clock.GetUtcNow() - oldest).TotalSeconds).ToString(CultureInfo.InvariantCulture);
    }
}
