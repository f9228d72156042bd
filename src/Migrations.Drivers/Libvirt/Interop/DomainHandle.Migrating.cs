using System.Runtime.InteropServices;

namespace Migrations.Drivers.Libvirt.Interop;

internal sealed unsafe partial class DomainHandle
{
    /// <summary>Migrates the domain. Blocks until the migration is over; it goes on when this process dies.</summary>
    /// <param name="uri">libvirtd's URI at the destination, which the libvirtd of this connection opens.</param>
    /// <param name="parameters">libvirt-domain.h, VIR_MIGRATE_PARAM_...</param>
    /// <param name="flags">Must have VIR_MIGRATE_PEER2PEER.</param>
    public void Migrate(string uri, ParameterList parameters, virDomainMigrateFlags flags) =>
        Check(virDomainMigrateToURI3(this, uri, parameters.First, (uint)parameters.Count, flags));

    public void AbortJob() => Check(virDomainAbortJob(this));

    public void StartPostCopy() => Check(virDomainMigrateStartPostCopy(this, 0));

    /// <summary>Sets how long the domain may be paused at the end of its migration.</summary>
    public void SetMaxDowntime(TimeSpan downtime) => Check(virDomainMigrateSetMaxDowntime(this, (ulong)downtime.TotalMilliseconds, 0));

    /// <summary>Limits the speed of its migration, and of those that come later.</summary>
    public void SetMaxSpeed(long mebibytesPerSecond) => Check(virDomainMigrateSetMaxSpeed(this, (nuint)mebibytesPerSecond, 0));

    [LibraryImport(LibvirtLibrary.Name, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int virDomainMigrateToURI3(
        DomainHandle domain, string uri, virTypedParameter* parameters, uint count, virDomainMigrateFlags flags);

    [LibraryImport(LibvirtLibrary.Name)]
    private static partial int virDomainAbortJob(DomainHandle domain);

    [LibraryImport(LibvirtLibrary.Name)]
    private static partial int virDomainMigrateStartPostCopy(DomainHandle domain, uint flags);

    [LibraryImport(LibvirtLibrary.Name)]
    private static partial int virDomainMigrateSetMaxDowntime(DomainHandle domain, ulong milliseconds, uint flags);

    [LibraryImport(LibvirtLibrary.Name)]
    private static partial int virDomainMigrateSetMaxSpeed(DomainHandle domain, nuint mebibytesPerSecond, uint flags);
}
