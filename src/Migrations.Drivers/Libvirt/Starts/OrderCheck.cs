using Migrations.Drivers.Libvirt.Connections;

namespace Migrations.Drivers.Libvirt.Starts;

/// <summary>What can be told here, at once, of a migration that is to be started. The rest is libvirt's to find out when it begins.</summary>
internal sealed class OrderCheck(LibvirtOptions options, ConnectionThreads readings, DestinationChoice destinations, TimeProvider clock)
{
    private readonly DomainQueries<DomainFacts?> _facts = new(readings, Read, options, clock);

    /// <exception cref="StartRefusedException">The server or the destination is not fit.</exception>
    /// <exception cref="MigrationDriverException">libvirt does not answer within the read timeout, or in another way than it should.</exception>
    public async Task<Destination> CheckAsync(StartOrder order, CancellationToken cancellationToken)
    {
        var answer = (await _facts.AskAsync([order.ServerUuid], cancellationToken))[0];
        if (answer.Failure is { } failure)
            throw failure;
        var facts = answer.Value ?? throw new StartRefusedException(StartError.Gone(order.ServerUuid));
        var destination = destinations.Choose(order, facts.Host);
        MigrationPlan.Of(facts, order, options, SharedStorage.Now(options));
        return destination;
    }

    private static DomainFacts? Read(Session session, Guid server) =>
        session.Ask(server, domain => DomainFacts.Read(domain, session.Host));
}
