using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Migrations.Drivers.Libvirt;

/// <summary>How readings are tried: once more when the connection broke under them, and not at all while it keeps failing.</summary>
internal sealed class LibvirtReads
{
    private readonly ResiliencePipeline _pipeline;
    private readonly LibvirtOptions _options;

    public LibvirtReads(LibvirtOptions options, TimeProvider clock)
    {
        _options = options;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = 1,
                Delay = TimeSpan.FromMilliseconds(100),
                ShouldHandle = failed => ValueTask.FromResult(BrokeOff(failed.Outcome.Exception)),
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = 0.5,
                MinimumThroughput = 4,
                SamplingDuration = TimeSpan.FromSeconds(10),
                BreakDuration = options.RetryAfter,
                ShouldHandle = failed => ValueTask.FromResult(IsUnreachable(failed.Outcome.Exception)),
            })
            .Build();
    }

    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline.ExecuteAsync(
                static async (read, token) => await read(token), read, cancellationToken);
        }
        catch (BrokenCircuitException e)
        {
            throw new MigrationDriverException(DriverErrorKind.Unreachable,
                $"libvirt at {_options.Uri} is left alone for {_options.RetryAfter}: {e.InnerException?.Message}", e);
        }
    }

    private static bool IsUnreachable(Exception? e) => e is MigrationDriverException { Kind: DriverErrorKind.Unreachable };

    /// <summary>libvirt itself said so, at once; what took its time already is not tried again.</summary>
    private static bool BrokeOff(Exception? e) => IsUnreachable(e) && e?.InnerException is Interop.LibvirtException;
}
