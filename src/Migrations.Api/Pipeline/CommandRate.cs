using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Migrations.Api.Calls;
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
    public static IServiceCollection AddCommandRate(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = configuration.GetSection(CommandRateOptions.Section).Get<CommandRateOptions>() ?? new CommandRateOptions();
        return services.AddSingleton(provider => new CommandLimiter(settings.CommandsPerMinute, provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Goes after routing and identity: it counts by call and by caller.</summary>
    public static IApplicationBuilder UseCommandRate(this IApplicationBuilder app)
    {
        var limiter = app.ApplicationServices.GetRequiredService<CommandLimiter>();
        return app.Use((context, next) =>
        {
            if (context.GetEndpoint()?.Metadata.GetMetadata<ComputeCall>() is not { IsLimited: true }
                || limiter.SecondsToWait(CallerOf(context)) is not { } seconds)
                return next(context);
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            return TooMany(seconds).ExecuteAsync(context);
        });
    }

    internal static Fault TooMany(int seconds) => new(429, $"Too many commands. Try again in {seconds} s.");

    private static string CallerOf(HttpContext context) =>
        Caller.Of(context)?.UserId ?? context.Connection.RemoteIpAddress?.ToString() ?? "";
}
