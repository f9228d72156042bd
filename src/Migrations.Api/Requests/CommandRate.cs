using System.Globalization;
using System.Threading.RateLimiting;
using Migrations.Api.Faults;
using Migrations.Api.Identity;
using Migrations.Api.Settings;

namespace Migrations.Api.Requests;

/// <summary>How many commands one caller may give; what is above is answered 429 with the time to wait.</summary>
internal static class CommandRate
{
    /// <summary>The policy's name, for the endpoints that it guards.</summary>
    public const string Policy = "commands";

    private const string Setting = "Limits:CommandsPerMinute";
    private const int Default = 300;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Refill = TimeSpan.FromSeconds(1);

    /// <exception cref="SettingException">The limit is not a number from 0.</exception>
    public static IServiceCollection AddCommandRate(this IServiceCollection services, IConfiguration configuration)
    {
        var text = configuration[Setting] ?? Default.ToString(CultureInfo.InvariantCulture);
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var perMinute))
            throw new SettingException($"{Setting}={text}: give a number of commands, or 0 for no limit.");
        return services.AddRateLimiter(options =>
        {
            options.OnRejected = async (context, _) => await RefuseAsync(context.HttpContext, context.Lease);
            options.AddPolicy(Policy, context => perMinute == 0
                ? RateLimitPartition.GetNoLimiter("")
                : RateLimitPartition.GetTokenBucketLimiter(CallerOf(context), _ => BucketOf(perMinute)));
        });
    }

    private static string CallerOf(HttpContext context) =>
        Caller.Of(context.User).UserId ?? context.Connection.RemoteIpAddress?.ToString() ?? "";

    private static TokenBucketRateLimiterOptions BucketOf(int perMinute) => new()
    {
        TokenLimit = perMinute,
        TokensPerPeriod = Math.Max(1, (int)(perMinute * Refill / Window)),
        ReplenishmentPeriod = perMinute >= Window / Refill ? Refill : Window / perMinute,
    };

    private static Task RefuseAsync(HttpContext context, RateLimitLease lease)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Refill;
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return TooMany(seconds).ExecuteAsync(context);
    }

    internal static Fault TooMany(int seconds) => new(429, $"Too many commands. Try again in {seconds} s.");
}
