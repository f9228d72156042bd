using System.Collections.Concurrent;
using Migrations.Drivers.Libvirt.Interop;

namespace Migrations.Drivers.Libvirt.Connections;

/// <summary>Asks many domains the same question. Each domain is asked once at a time, so a domain that hangs occupies only one thread.</summary>
/// <remarks>
/// The threads work through a list together, one domain after the other, because waking a thread for each would cost
/// more than the question. A caller who asks while a domain is being asked shares the answer.
/// </remarks>
internal sealed class DomainQueries<T>(
    ConnectionThreads threads, Func<Session, Guid, T> question, LibvirtOptions options, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Query> _underWay = [];

    /// <summary>What each domain answered, or its failure. No answer is waited for longer than the read timeout since it was asked for.</summary>
    public async Task<IReadOnlyList<DomainAnswer<T>>> AskAsync(
        IReadOnlyCollection<Guid> servers, CancellationToken cancellationToken)
    {
        var fresh = new ConcurrentQueue<Query>();
        var queries = Share(servers, fresh);
        var workers = Math.Min(fresh.Count, options.ParallelReads);
        for (var i = 0; i < workers; i++)
            _ = WorkThroughAsync(fresh);
        foreach (var query in queries)
            await EndAsync(query, cancellationToken);
        return [.. queries.Select(ToAnswer)];
    }

    private List<Query> Share(IReadOnlyCollection<Guid> servers, ConcurrentQueue<Query> fresh)
    {
        var queries = new List<Query>(servers.Count);
        lock (_gate)
        {
            foreach (var server in servers)
            {
                if (!_underWay.TryGetValue(server, out var query))
                {
                    _underWay.Add(server, query = new Query(server, clock.GetTimestamp()));
                    fresh.Enqueue(query);
                }

                queries.Add(query);
            }
        }

        return queries;
    }

    private async Task WorkThroughAsync(ConcurrentQueue<Query> queries)
    {
        try
        {
            await threads.AskAsync(session => WorkThrough(session, queries), CancellationToken.None);
        }
        catch (Exception e)
        {
            // When a thread cannot connect or loses its connection, the remaining queries fail too.
            while (queries.TryDequeue(out var query))
                Settle(query, answer => answer.SetException(e));
        }
    }

    private bool WorkThrough(Session session, ConcurrentQueue<Query> queries)
    {
        while (queries.TryDequeue(out var query))
        {
            try
            {
                var value = question(session, query.Server);
                Settle(query, answer => answer.SetResult(value));
            }
            catch (Exception e)
            {
                var failure = LibvirtException.Translate(e);
                Settle(query, answer => answer.SetException(failure));
                if (failure is MigrationDriverException { Kind: DriverErrorKind.Unreachable })
                    throw;
            }
        }

        return true;
    }

    private void Settle(Query query, Action<TaskCompletionSource<T>> settle)
    {
        lock (_gate)
            _underWay.Remove(query.Server);
        settle(query.Answer);
        // Nobody may be waiting any more: a failure is observed here, so that it does not surface as an unobserved one.
        _ = query.Answer.Task.Exception;
    }

    /// <summary>Waits until the query has ended in any way, or its time is up.</summary>
    private async ValueTask EndAsync(Query query, CancellationToken cancellationToken)
    {
        var left = options.ReadTimeout - clock.GetElapsedTime(query.AskedAt);
        if (query.Answer.Task.IsCompleted || left <= TimeSpan.Zero)
            return;
        await ((Task)query.Answer.Task).WaitAsync(left, clock, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private DomainAnswer<T> ToAnswer(Query query) => query.Answer.Task switch
    {
        { IsCompletedSuccessfully: true } done => new(query.Server, done.Result, null),
        { IsFaulted: true } failed => new(query.Server, default, failed.Exception!.InnerException),
        _ => new(query.Server, default, new MigrationDriverException(
            DriverErrorKind.TimedOut, $"Server {query.Server} did not answer within {options.ReadTimeoutInWords}.")),
    };

    /// <summary>The question to one domain.</summary>
    private sealed class Query(Guid server, long askedAt)
    {
        public Guid Server => server;

        public long AskedAt => askedAt;

        public TaskCompletionSource<T> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>What a domain answered, or why it did not.</summary>
internal readonly record struct DomainAnswer<T>(Guid Server, T? Value, Exception? Failure)
{
    /// <summary>Whether libvirtd, rather than the domain, did not answer.</summary>
    public bool IsUnreachable => Failure is MigrationDriverException { Kind: DriverErrorKind.Unreachable };
}
