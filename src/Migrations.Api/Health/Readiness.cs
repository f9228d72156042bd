using Microsoft.Extensions.Diagnostics.HealthChecks;
using Migrations.Drivers;
using Migrations.Live;
using Migrations.Monitoring;

namespace Migrations.Api.Health;

/// <summary>Whether the service can do its work, from what its parts have noticed. It asks nobody, so it answers at once.</summary>
internal sealed class Readiness(DriverHealth driver, DriverNews news, StoreHealth store, LiveMigrations live)
{
    public const string Hypervisor = "hypervisor";
    public const string Database = "database";

    private volatile Judgement? _last;

    /// <summary>The answer, made anew only after something has changed that it may tell of.</summary>
    public HealthAnswer Now()
    {
        var noticed = new Noticed(driver.LostBecause, news.LostBecause, store.LostBecause, live.Current);
        if (_last is { } last && last.Of == noticed)
            return last.Answer;
        var answer = HealthAnswer.Of((Hypervisor, CheckHypervisor(noticed)), (Database, CheckDatabase(noticed)));
        _last = new Judgement(noticed, answer);
        return answer;
    }

    /// <summary>
    /// Healthy while the hypervisor answers. Degraded, which is still ready, while the driver reports no news and polling
    /// alone finds changes, or while migrations cannot be read. Unhealthy without the hypervisor: answers go on from what was last seen.
    /// </summary>
    private static HealthCheckResult CheckHypervisor(Noticed noticed) => noticed.DriverLost is { } reason
        ? HealthCheckResult.Unhealthy(reason)
        : (Unread(noticed.Snapshot) ?? Unheard(noticed.NewsLost)) is { } lacking
            ? HealthCheckResult.Degraded(lacking)
            : HealthCheckResult.Healthy();

    /// <summary>Ready while the database can be written to; without it, answers go on from what was last stored, and commands are refused.</summary>
    private static HealthCheckResult CheckDatabase(Noticed noticed) =>
        noticed.StoreLost is { } reason ? HealthCheckResult.Unhealthy(reason) : HealthCheckResult.Healthy();

    private static string? Unread(LiveSnapshot snapshot)
    {
        var unread = snapshot.Migrations.Where(known => known.MissedBecause is not null).ToList();
        return unread.Count == 0
            ? null
            : $"{unread.Count} of {snapshot.Migrations.Count()} migrations cannot be read, such as {unread[0].Record.Id}. {unread[0].MissedBecause}";
    }

    private static string? Unheard(string? lost) =>
        lost is null ? null : $"The driver reports no news; changes are found by polling only. {lost}";

    /// <summary>Everything that the answer is made of.</summary>
    private readonly record struct Noticed(string? DriverLost, string? NewsLost, string? StoreLost, LiveSnapshot Snapshot);

    private sealed record Judgement(Noticed Of, HealthAnswer Answer);
}
