using Migrations.Drivers.Fake.Scenarios;

namespace Migrations.Drivers.Fake;

/// <summary>Calls of the fake hypervisor: at once, unless the scenario says that they are slow, hang or fail.</summary>
internal sealed class FakeCalls(FakeHypervisor hypervisor, TimeProvider clock)
{
    public async Task<T> AskAsync<T>(
        HypervisorCall call, Guid? serverUuid, Func<T> ask, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (hypervisor.World.ScriptOf(call, serverUuid) is not { } script)
            return ask();
        var answer = AnswerAsync(script, ask);
        _ = answer.ContinueWith(static late => late.Exception, TaskScheduler.Default);
        return await answer.WaitAsync(cancellationToken);
    }

    /// <remarks>Cannot be cancelled: a hypervisor carries out what it was asked, even when the caller no longer waits.</remarks>
    private async Task<T> AnswerAsync<T>(ScriptedCall script, Func<T> ask)
    {
        var delay = script.Hang ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(script.DelayMilliseconds);
        await Task.Delay(delay, clock, CancellationToken.None);
        return script.Error is { } kind
            ? throw new MigrationDriverException(kind, script.Message ?? $"the scenario says: {kind}")
            : ask();
    }
}
