using Migrations.Drivers.Libvirt.Interop;

namespace Migrations.LibvirtTests.Interop;

/// <summary>Writes down what it hears; throws when it is told to.</summary>
internal sealed class Listener(bool throws = false) : IConnectionEvents
{
    private readonly Lock _gate = new();
    private readonly List<(Guid Server, virDomainEventType Lifecycle)> _heard = [];

    public IReadOnlyList<(Guid Server, virDomainEventType Lifecycle)> Heard
    {
        get
        {
            lock (_gate)
                return [.. _heard];
        }
    }

    public Exception? Fault { get; private set; }

    public Guid? MetadataOf { get; private set; }

    public void OnLifecycle(Guid server, virDomainEventType lifecycle, int detail)
    {
        lock (_gate)
            _heard.Add((server, lifecycle));
        if (throws)
            throw new InvalidOperationException("on purpose");
    }

    public void OnMetadataChanged(Guid server) => MetadataOf = server;

    public void OnFault(Exception exception) => Fault = exception;

    public void OnIteration(Guid server, int iteration) => throw new NotSupportedException();

    public void OnJobCompleted(Guid server, JobParameters parameters) => throw new NotSupportedException();

    public void OnClosed(virConnectCloseReason reason) => throw new NotSupportedException();
}
