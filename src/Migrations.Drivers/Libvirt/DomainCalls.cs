namespace Migrations.Drivers.Libvirt;

/// <summary>One question to domains: asked once at a time of each, so that a domain that hangs costs one thread and no more.</summary>
/// <remarks>Whoever asks meanwhile shares the answer. Nobody waits for it longer than the patience since it was asked.</remarks>
internal sealed class DomainCalls<T>(
    LibvirtLanes lanes, Func<LibvirtSession, Guid, T> question, TimeSpan patience, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Call> _underWay = [];

    /// <exception cref="TimeoutException">It has not answered in time.</exception>
    public async Task<T> AskAsync(Guid server, CancellationToken cancellationToken)
    {
        var (answer, askedAt) = Share(server);
        var left = patience - clock.GetElapsedTime(askedAt);
        return await answer.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock, cancellationToken);
    }

    private Call Share(Guid server)
    {
        lock (_gate)
        {
            if (_underWay.TryGetValue(server, out var call))
                return call;
            call = new Call(AskOnceAsync(server), clock.GetTimestamp());
            if (!call.Answer.IsCompleted)
                _underWay.Add(server, call);
            _ = call.Answer.ContinueWith(static late => late.Exception, TaskScheduler.Default);
            return call;
        }
    }

    private async Task<T> AskOnceAsync(Guid server)
    {
        try
        {
            return await lanes.ReadAsync(session => question(session, server));
        }
        finally
        {
            lock (_gate)
                _underWay.Remove(server);
        }
    }

    private readonly record struct Call(Task<T> Answer, long AskedAt);
}
