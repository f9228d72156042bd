using System.Threading.RateLimiting;

namespace Migrations.Api.Pipeline;

/// <summary>A bucket of commands for each caller.</summary>
/// <remarks>
/// The library looks after its buckets ten times a second, also when nobody gives commands. When all are certainly full again, they
/// are thrown away; the next command finds new ones, which are full as well.
/// </remarks>
internal sealed class CommandLimiter : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Refill = TimeSpan.FromSeconds(1);

    private readonly TokenBucketRateLimiterOptions? _bucket;
    private readonly ITimer _quiet;
    private readonly Lock _gate = new();
    private PartitionedRateLimiter<string>? _buckets;

    /// <param name="perMinute">0 for no limit.</param>
    public CommandLimiter(int perMinute, TimeProvider clock)
    {
        _bucket = perMinute == 0 ? null : new TokenBucketRateLimiterOptions
        {
            TokenLimit = perMinute,
            TokensPerPeriod = Math.Max(1, (int)(perMinute * Refill / Window)),
            ReplenishmentPeriod = perMinute >= Window / Refill ? Refill : Window / perMinute,
        };
        _quiet = clock.CreateTimer(_ => Forget(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether there are buckets to look after.</summary>
    public bool IsInUse => _buckets is not null;

    /// <summary>Takes a command out of the caller's bucket.</summary>
    /// <returns>Null when there was one; otherwise after how many seconds there is one again, at least 1.</returns>
    public int? SecondsToWait(string caller)
    {
        if (_bucket is not { } bucket)
            return null;
        lock (_gate)
        {
            _buckets ??= PartitionedRateLimiter.Create<string, string>(each => RateLimitPartition.GetTokenBucketLimiter(each, _ => bucket));
            // Two periods more than an empty bucket needs: one for what the division leaves out, one because the library looks late.
            _quiet.Change(bucket.ReplenishmentPeriod * (bucket.TokenLimit / bucket.TokensPerPeriod + 2), Timeout.InfiniteTimeSpan);
            using var lease = _buckets.AttemptAcquire(caller);
            return lease.IsAcquired ? null
                : lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds))
                : 1;
        }
    }

    public void Dispose()
    {
        _quiet.Dispose();
        Forget();
    }

    private void Forget()
    {
        lock (_gate)
        {
            _buckets?.Dispose();
            _buckets = null;
        }
    }
}
