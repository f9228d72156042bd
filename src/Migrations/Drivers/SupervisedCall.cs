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
    public Task<T> ReadAsync<T>(DriverCall call, Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken) =>
        CallAsync(call, new Deadline(options.ReadDeadline, nameof(DriverOptions.ReadDeadline)), ask, cancellationToken);

    public Task<T> CommandAsync<T>(DriverCall call, Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken) =>
        CallAsync(call, new Deadline(options.CommandDeadline, nameof(DriverOptions.CommandDeadline)), ask, cancellationToken);

    public Task CommandAsync(DriverCall call, Func<CancellationToken, Task> ask, CancellationToken cancellationToken) =>
        CommandAsync(call, async token =>
        {
            await ask(token);
            return true;
        }, cancellationToken);

    private async Task<T> CallAsync<T>(
        DriverCall call, Deadline deadline, Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        using var activity = call.StartActivity();
        using var either = new CancellationTokenSource(deadline.Length, clock);
        using var ofCaller = cancellationToken.UnsafeRegister(static either => ((CancellationTokenSource)either!).Cancel(), either);
        var began = clock.GetTimestamp();
        var task = ask(either.Token);
        try
        {
            var answer = await task.WaitAsync(either.Token);
            call.Record(clock.GetElapsedTime(began));
            return answer;
        }
        catch (OperationCanceledException)
        {
            _ = task.ContinueWith(static late => late.Exception, TaskScheduler.Default);
            cancellationToken.ThrowIfCancellationRequested();
            activity?.SetStatus(ActivityStatusCode.Error, "deadline");
            call.Record(clock.GetElapsedTime(began), DriverErrorKind.TimedOut);
            throw new MigrationDriverException(
                DriverErrorKind.TimedOut, $"The hypervisor did not answer '{call.Name}' within {Duration.Format(deadline.Length)} ({DriverOptions.Section}:{deadline.Setting}).");
        }
        catch (MigrationDriverException e)
        {
            activity?.SetStatus(ActivityStatusCode.Error, e.Message);
            call.Record(clock.GetElapsedTime(began), e.Kind);
            throw;
        }
    }

    /// <param name="Setting">Its name in the section of <see cref="DriverOptions"/>.</param>
    private readonly record struct Deadline(TimeSpan Length, string Setting);
}
