using Migrations.Drivers.Libvirt.Interop;

namespace Migrations.Drivers.Libvirt;

/// <summary>One question to domains: asked once at a time of each, so that a domain that hangs costs one thread and no more.</summary>
/// <remarks>Whoever asks meanwhile shares the answer. Nobody waits for it longer than the patience since it was asked.</remarks>
internal sealed class DomainCalls<T>(
    WorkerLane lane, Func<DomainHandle, T> question, TimeSpan patience, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Call> _underWay = [];

    /// <summary>Asks the domain, and disposes the handle.</summary>
    /// <exception cref="TimeoutException">It has not answered in time.</exception>
    public async Task<T> AskAsync(DomainHandle domain, CancellationToken cancellationToken)
    {
        var (answer, askedAt) = Share(domain);
        var left = patience - clock.GetElapsedTime(askedAt);
        return await answer.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock, cancellationToken);
    }

    private Call Share(DomainHandle domain)
    {
        lock (_gate)
        {
            if (_underWay.TryGetValue(domain.Uuid, out var call))
            {
                domain.Dispose();
                return call;
            }

            call = new Call(AskOnceAsync(domain), clock.GetTimestamp());
            if (!call.Answer.IsCompleted)
                _underWay.Add(domain.Uuid, call);
            _ = call.Answer.ContinueWith(static late => late.Exception, TaskScheduler.Default);
            return call;
        }
    }

    private async Task<T> AskOnceAsync(DomainHandle domain)
    {
        try
        {
            return await lane.RunAsync(() => Ask(domain), Timeout.InfiniteTimeSpan, CancellationToken.None);
        }
        finally
        {
            lock (_gate)
                _underWay.Remove(domain.Uuid);
        }
    }

    private T Ask(DomainHandle domain)
    {
        using (domain)
            return question(domain);
    }

    private readonly record struct Call(Task<T> Answer, long AskedAt);
}
