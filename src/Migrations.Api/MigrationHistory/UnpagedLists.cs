using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Migrations.Api.Wire;
using Migrations.Settings;

namespace Migrations.Api.MigrationHistory;

/// <summary>Bounds the lists without pages: how many are written at a time, and how long each may take.</summary>
/// <remarks>The time is bounded because a caller that stops reading would otherwise keep its place for ever.</remarks>
internal sealed partial class UnpagedLists(
    IOptions<UnpagedListsOptions> options, TimeProvider clock, ILogger<UnpagedLists> logger) : IDisposable
{
    private const int RetryAfterSeconds = 5;

    private readonly ConcurrencyLimiter _places = new(new ConcurrencyLimiterOptions { PermitLimit = options.Value.UnpagedLists });
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>What is answered while all places are taken.</summary>
    public static Fault Busy { get; } = new(503,
        $"Too many lists of migrations without pages are being read. Try again in {RetryAfterSeconds} s, or use version 2.59 or later, which has pages.")
    { RetryAfterSeconds = RetryAfterSeconds };

    /// <summary>Writes an answer in a place of its own, or refuses it with the time to wait.</summary>
    public async Task WriteAsync(HttpContext http, Func<CancellationToken, Task> write)
    {
        using var place = _places.AttemptAcquire();
        if (!place.IsAcquired)
        {
            await Busy.ExecuteAsync(http);
            return;
        }

        using var deadline = new CancellationTokenSource(options.Value.UnpagedListTime, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, http.RequestAborted);
        try
        {
            await write(either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            LogCutOff(options.Value.UnpagedListTime, http.TraceIdentifier);
            http.Abort();
        }
    }

    /// <summary>Does a piece of work on a list while no other list is worked on, so that lists never take more than one processor.</summary>
    public async Task<T> InTurnAsync<T>(Func<T> work, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            return work();
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _places.Dispose();
        _turn.Dispose();
    }

    [LoggerMessage(EventIds.UnpagedListCutOff, LogLevel.Warning,
        "A caller has not read its list of migrations within {Time}; its connection is closed (request {RequestId})")]
    private partial void LogCutOff(TimeSpan time, string requestId);
}

/// <summary>Registers them.</summary>
internal static class UnpagedListsSetup
{
    public static IServiceCollection AddUnpagedLists(this IServiceCollection services)
    {
        services.AddOptions<UnpagedListsOptions>().BindConfiguration(UnpagedListsOptions.Section);
        return services
            .AddSingleton<IValidateOptions<UnpagedListsOptions>, UnpagedListsOptionsValidator>()
            .AddSingleton<UnpagedLists>();
    }
}

/// <summary>Limits of lists that have no pages; part of the <c>Limits</c> section.</summary>
public sealed class UnpagedListsOptions
{
    public const string Section = "Limits";

    [Description("Maximum number of concurrent lists of all migrations without pages, as before 2.59")]
    [Range(1, 100)]
    public int UnpagedLists { get; set; } = 4;

    [Description("How long a caller may take to read such a list")]
    [DurationRange("1s", "1d")]
    public TimeSpan UnpagedListTime { get; set; } = TimeSpan.FromMinutes(5);
}

/// <summary>Refuses limits out of range.</summary>
[OptionsValidator]
internal sealed partial class UnpagedListsOptionsValidator : IValidateOptions<UnpagedListsOptions>;
