using Migrations.Drivers.Libvirt.Interop;

namespace Migrations.Drivers.Libvirt;

/// <summary>Carries out commands where this connection may, and learns where it may not.</summary>
internal sealed class DomainCommands(LibvirtOptions options, LibvirtLanes lanes)
{
    private volatile string? _cannotCommand = options.CannotCommand;

    /// <summary>Why commands cannot be carried out, as the settings say or libvirt has answered; null when they can.</summary>
    public string? CannotCommand => _cannotCommand;

    public Task AbortAsync(Guid server, CancellationToken cancellationToken) => RunAsync(server, domain =>
    {
        JobCommands.Abort(domain, cancellationToken);
        return true;
    }, cancellationToken);

    public Task<ForceCompleteMeans> ForceCompleteAsync(Guid server, CancellationToken cancellationToken) => RunAsync(
        server, domain => JobCommands.ForceComplete(domain, options.ForceComplete, cancellationToken), cancellationToken);

    private async Task<T> RunAsync<T>(Guid server, Func<DomainHandle, T> command, CancellationToken cancellationToken)
    {
        if (_cannotCommand is { } reason)
            throw new MigrationDriverException(DriverErrorKind.Denied, $"libvirt may not be commanded: {reason}.");
        try
        {
            return await lanes.CommandAsync(session =>
            {
                var domain = session.Find(server) ?? throw new MigrationDriverException(
                    DriverErrorKind.NoSuchJob, $"libvirt has no server {server}.");
                return command(domain);
            }, cancellationToken);
        }
        catch (MigrationDriverException e) when (e.InnerException is LibvirtException { Code: LibvirtError.OperationDenied })
        {
            _cannotCommand = $"{LibvirtOptions.Section}:Uri leads to a read-only connection";
            throw;
        }
    }
}
