using System.Diagnostics;
using Migrations.Settings;

namespace Migrations.Drivers;

/// <summary>A call of a driver with its deadline, traced and timed.</summary>
/// <remarks>
/// A call past its deadline, or given up by the caller, is left behind, not awaited: its thread may be lost in the
/// hypervisor, and what it asked may still be done. Its eventual failure is observed, so that it never surfaces as an
/// unobserved exception.
/// </remarks>
internal sealed class SupervisedCall(DriverOptions options, TimeProvider clock)
{
    public Task<T> ReadAsync<T>(string name, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        CallAsync(name, new Deadline(options.ReadDeadline, nameof(DriverOptions.ReadDeadline)), call, cancellationToken);

    public Task<T> CommandAsync<T>(string name, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        CallAsync(name, new Deadline(options.CommandDeadline, nameof(DriverOptions.CommandDeadline)), call, cancellationToken);

    public Task CommandAsync(string name, Func<CancellationToken, Task> call, CancellationToken cancellationToken) =>
        CommandAsync(name, async token =>
        {
            await call(token);
            return true;
        }, cancellationToken);

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
