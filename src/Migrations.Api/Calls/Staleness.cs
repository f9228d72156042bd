using System.Globalization;
using Migrations.Drivers;
using Migrations.Live;

namespace Migrations.Api.Calls;

/// <summary>Marks answers whose numbers are not fresh, in headers, because Nova's bodies have no place for it.</summary>
internal sealed class Staleness(DriverHealth driver, StoreHealth store, LiveMigrations live, TimeProvider clock)
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
    /// <param name="shown">The migrations in progress whose numbers the answer shows.</param>
    public void Mark(HttpResponse response, ReadOnlySpan<LiveMigration> shown)
    {
        var isStale = Because is not null;
        var oldest = isStale ? live.Current.SeenAt : null;
        foreach (var migration in shown)
        {
            isStale |= migration.MissedSamples > 0;
            if (oldest is null || LastSeen(migration) < oldest)
                oldest = LastSeen(migration);
        }
        if (!isStale)
            return;
        response.Headers.Warning = "110 - \"Response is Stale\"";
        if (oldest is { } read)
            response.Headers.Age = SecondsSince(read).ToString(CultureInfo.InvariantCulture);
    }

    /// <remarks>Never negative: the wall clock may have been set back.</remarks>
    private long SecondsSince(DateTimeOffset time) => Math.Max(0, (long)(clock.GetUtcNow() - time).TotalSeconds);

    /// <remarks>What an earlier run has stored was read when it last changed, or later.</remarks>
    private static DateTimeOffset LastSeen(LiveMigration migration) =>
        migration.SampledAt ?? migration.Record.UpdatedAt ?? migration.Record.CreatedAt;
}
