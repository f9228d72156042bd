using System.Collections.Concurrent;
using Migrations.Drivers.Libvirt.Interop;

namespace Migrations.Drivers.Libvirt;

/// <summary>One question to domains: asked once at a time of each, so that a domain that hangs costs one thread and no more.</summary>
/// <remarks>
/// The threads work through a list together, one domain after the other: waking a thread for each would cost more than
/// the question. Whoever asks while a domain is being asked shares the answer.
/// </remarks>
internal sealed class DomainCalls<T>(
    LibvirtLanes lanes, Func<LibvirtSession, Guid, T> question, LibvirtOptions options, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, DomainCall<T>> _underWay = [];

    /// <summary>What each answered, or why it has not. Nobody is waited for longer than the read timeout since it was asked.</summary>
    public async Task<IReadOnlyList<DomainAnswer<T>>> AskAsync(
        IReadOnlyCollection<Guid> servers, CancellationToken cancellationToken)
    {
        var fresh = new ConcurrentQueue<DomainCall<T>>();
        var calls = Share(servers, fresh);
        var threads = Math.Min(fresh.Count, options.ParallelReads);
        for (var i = 0; i < threads; i++)
            _ = WorkThroughAsync(fresh);
        foreach (var call in calls)
            await call.EndAsync(options.ReadTimeout, clock, cancellationToken);
        return [.. calls.Select(call => call.ToAnswer())];
    }

    private List<DomainCall<T>> Share(IReadOnlyCollection<Guid> servers, ConcurrentQueue<DomainCall<T>> fresh)
    {
        var calls = new List<DomainCall<T>>(servers.Count);
        lock (_gate)
        {
            foreach (var server in servers)
            {
                if (!_underWay.TryGetValue(server, out var call))
                {
                    _underWay.Add(server, call = new DomainCall<T>(server, clock.GetTimestamp()));
                    fresh.Enqueue(call);
                }

                calls.Add(call);
            }
        }

        return calls;
    }

    /// <summary>A thread that cannot ask, or loses its connection, takes with it what is left.</summary>
    private async Task WorkThroughAsync(ConcurrentQueue<DomainCall<T>> calls)
    {
        try
        {
            await lanes.ReadAsync(session => WorkThrough(session, calls));
        }
        catch (Exception e)
        {
            while (calls.TryDequeue(out var call))
                End(call, () => call.Fail(e));
        }
    }

    private bool WorkThrough(LibvirtSession session, ConcurrentQueue<DomainCall<T>> calls)
    {
        while (calls.TryDequeue(out var call))
        {
            try
            {
                var answer = question(session, call.Server);
                End(call, () => call.Answer(answer));
            }
            catch (Exception e)
            {
                End(call, () => call.Fail(e));
                if (e is not LibvirtException { Kind: not DriverErrorKind.Unreachable })
                    throw;
            }
        }

        return true;
    }

    private void End(DomainCall<T> call, Action end)
    {
        lock (_gate)
            _underWay.Remove(call.Server);
        end();
    }
}
