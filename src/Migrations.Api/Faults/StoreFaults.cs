using System.Globalization;

namespace Migrations.Api.Faults;

/// <summary>The answer while the database cannot be used; why is for the operator, in the log and under /healthz/ready.</summary>
internal static class StoreFaults
{
    private const int SecondsToWait = 5;

    public static Fault Unavailable { get; } = new(503, string.Create(CultureInfo.InvariantCulture,
        $"The database of this service cannot be used at present, and nothing was done. Try again in {SecondsToWait} s."));

    public static IApplicationBuilder UseStoreFaults(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        catch (StoreUnavailableException) when (!context.Response.HasStarted)
        {
            context.Response.Headers.RetryAfter = SecondsToWait.ToString(CultureInfo.InvariantCulture);
            await Unavailable.ExecuteAsync(context);
        }
    });
}
