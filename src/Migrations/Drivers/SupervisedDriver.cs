using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Migrations.Settings;

namespace Migrations.Drivers;

/// <summary>Puts a deadline on every call of a driver except the wait for news, and traces and times it.</summary>
/// <remarks>
/// A call past its deadline, or given up by the caller, is left behind, not awaited: its thread may be lost in the
/// hypervisor, and what it asked may still be done. Its eventual failure is observed, so that it never surfaces as an
/// unobserved exception.
/// </remarks>
public sealed class SupervisedDriver(
    [FromKeyedServices(SupervisedDriver.Supervised)] IMigrationDriver driver,
    IOptions<DriverOptions> options, TimeProvider clock) : IMigrationDriver
{
    /// <summary>The key under which the host's driver is registered, so that only this class calls it.</summary>
    public const string Supervised = "supervised";

    public DriverCapabilities Capabilities => driver.Capabilities;

    private Deadline ReadDeadline => new(options.Value.ReadDeadline, nameof(DriverOptions.ReadDeadline));

    private Deadline CommandDeadline => new(options.Value.CommandDeadline, nameof(DriverOptions.CommandDeadline));

    public Task<IReadOnlyList<Server>> ListServersAsync(CancellationToken cancellationToken) =>
        CallAsync("list servers", ReadDeadline, driver.ListServersAsync, cancellationToken);

    public Task<IReadOnlyList<MigrationJob>> ListJobsAsync(CancellationToken cancellationToken) =>
        CallAsync("list jobs", ReadDeadline, driver.ListJobsAsync, cancellationToken);

    public Task<JobStats> GetStatsAsync(MigrationJob job, CancellationToken cancellationToken) =>
        CallAsync("get stats", ReadDeadline, token => driver.GetStatsAsync(job, token), cancellationToken);

    public Task<JobEnd> GetEndAsync(Guid serverUuid, string jobId, CancellationToken cancellationToken) =>
        CallAsync("get end", ReadDeadline,
            token => driver.GetEndAsync(serverUuid, jobId, token), cancellationToken);

    public Task AbortAsync(MigrationJob job, CancellationToken cancellationToken) =>
        CallAsync("abort", CommandDeadline, async token =>
        {
            await driver.AbortAsync(job, token);
            return true;
        }, cancellationToken);

    public Task<ForceCompleteMeans> ForceCompleteAsync(MigrationJob job, CancellationToken cancellationToken) =>
        CallAsync("force complete", CommandDeadline,
            token => driver.ForceCompleteAsync(job, token), cancellationToken);

    public Task WaitForNewsAsync(CancellationToken cancellationToken) => driver.WaitForNewsAsync(cancellationToken);

    private async Task<T> CallAsync<T>(
        string name, Deadline deadline, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var activity = Traces.Source.StartActivity($"driver {name}", ActivityKind.Client);
        using var timeout = new CancellationTokenSource(deadline.Length, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var began = clock.GetTimestamp();
        var task = call(either.Token);
        try
        {
            var answer = await task.WaitAsync(either.Token);
            DriverCallTimes.Record(name, clock.GetElapsedTime(began), error: null);
            return answer;
        }
        catch (OperationCanceledException)
        {
            _ = task.ContinueWith(static late => late.Exception, TaskScheduler.Default);
            cancellationToken.ThrowIfCancellationRequested();
            activity?.SetStatus(ActivityStatusCode.Error, "deadline");
            DriverCallTimes.Record(name, clock.GetElapsedTime(began), DriverErrorKind.TimedOut);
            throw new MigrationDriverException(
                DriverErrorKind.TimedOut, $"The hypervisor did not answer '{name}' within {Duration.Format(deadline.Length)} ({DriverOptions.Section}:{deadline.Setting}).");
        }
        catch (MigrationDriverException e)
        {
            activity?.SetStatus(ActivityStatusCode.Error, e.Message);
            DriverCallTimes.Record(name, clock.GetElapsedTime(began), e.Kind);
            throw;
        }
    }

    /// <param name="Setting">Its name in the section of <see cref="DriverOptions"/>.</param>
    private readonly record struct Deadline(TimeSpan Length, string Setting);
}
