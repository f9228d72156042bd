using Migrations.Drivers.Libvirt.Interop;
using Migrations.Settings;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Migrations.Drivers.Libvirt.Connections;

/// <summary>Repeats a reading once when its connection broke, and makes none for a while when connections keep failing.</summary>
internal sealed class ReadPolicy
{
    private readonly ResiliencePipeline _retrying;
    private readonly ResiliencePipeline _limited;
    private readonly LibvirtOptions _options;

    public ReadPolicy(LibvirtOptions options, TimeProvider clock)
    {
        _options = options;
        _retrying = new ResiliencePipelineBuilder { TimeProvider = clock }
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
        _limited = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddTimeout(options.ReadTimeout)
            .AddPipeline(_retrying)
            .Build();
    }

    /// <summary>Makes a reading whose steps have their own deadlines, so that one domain that hangs does not void the others.</summary>
    /// <exception cref="MigrationDriverException">What the reading has thrown, or no readings are made at present.</exception>
    public Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken) =>
        ExecuteAsync(_retrying, read, cancellationToken);

    /// <summary>Makes a reading that takes no longer than the read timeout, whatever its steps are.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public Task<T> RunWithinTimeoutAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken) =>
        ExecuteAsync(_limited, read, cancellationToken);

    private async Task<T> ExecuteAsync<T>(
        ResiliencePipeline pipeline, Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await pipeline.ExecuteAsync(
                static async (read, token) => await read(token), read, cancellationToken);
        }
        catch (TimeoutRejectedException e)
        {
            throw new MigrationDriverException(
                DriverErrorKind.TimedOut, $"libvirt at {_options.Uri} did not answer within {_options.ReadTimeoutInWords}.", e);
        }
        catch (BrokenCircuitException e)
        {
            throw new MigrationDriverException(DriverErrorKind.Unreachable,
                $"{e.InnerException?.Message} libvirt at {_options.Uri} is asked again every "
                + $"{Duration.Format(_options.RetryAfter)} ({LibvirtOptions.Section}:{nameof(LibvirtOptions.RetryAfter)}).", e);
        }
    }

    private static bool IsUnreachable(Exception? e) => e is MigrationDriverException { Kind: DriverErrorKind.Unreachable };

    /// <summary>Whether libvirt itself reported the loss, at once. A call that has used up its time is not repeated.</summary>
    private static bool BrokeOff(Exception? e) => IsUnreachable(e) && e?.InnerException is LibvirtException;
}
