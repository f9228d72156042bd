using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Threading.RateLimiting;
using Migrations.Api.Identity;
using Migrations.Api.Wire;

namespace Migrations.Api.Pipeline;

/// <summary>How fast callers may give commands; part of the <c>Limits</c> section.</summary>
internal sealed class CommandRateOptions
{
    public const string Section = "Limits";

    [Description("Maximum number of starts, force-completes and aborts per caller and minute; 0 means no limit")]
    [Range(0, 1_000_000)]
    public int CommandsPerMinute { get; set; } = 300;
}

/// <summary>How many commands one caller may give; commands above the limit get 429 with the time to wait.</summary>
internal static class CommandRate
{
    /// <summary>The policy's name, for the endpoints that it guards.</summary>
    public const string Policy = "commands";

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Refill = TimeSpan.FromSeconds(1);

    public static IServiceCollection AddCommandRate(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = configuration.GetSection(CommandRateOptions.Section).Get<CommandRateOptions>() ?? new CommandRateOptions();
        var perMinute = settings.CommandsPerMinute;
        return services.AddRateLimiter(options =>
        {
            options.OnRejected = async (context, _) => await RefuseAsync(context.HttpContext, context.Lease);
            options.AddPolicy(Policy, context => perMinute == 0
                ? RateLimitPartition.GetNoLimiter("")
                : RateLimitPartition.GetTokenBucketLimiter(CallerOf(context), _ => BucketOf(perMinute)));
        });
    }

    private static string CallerOf(HttpContext context) =>
        Caller.Of(context)?.UserId ?? context.Connection.RemoteIpAddress?.ToString() ?? "";

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
