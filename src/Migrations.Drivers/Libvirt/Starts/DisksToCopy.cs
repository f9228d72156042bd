namespace Migrations.Drivers.Libvirt.Starts;

/// <summary>Decides which disks a migration copies, as nova/virt/libvirt/driver.py does in check_can_live_migrate_source.</summary>
internal static class DisksToCopy
{
    /// <param name="wanted">What the request says.</param>
    /// <param name="disks">The disks of the server.</param>
    /// <param name="shared">The storage that this host shares with the destinations.</param>
    /// <param name="host">This host.</param>
    /// <returns>The targets of the disks; empty when nothing is to be copied.</returns>
    /// <exception cref="StartRefusedException">The disks are not where the request says that they are.</exception>
    public static IReadOnlyList<string> Choose(DiskCopy wanted, IReadOnlyList<DomainDisk> disks, SharedStorage shared, string host)
    {
        var own = disks.Where(disk => disk.Path is not null && !shared.Has(disk.Path)).Select(disk => disk.Target).ToList();
        return wanted switch
        {
            // A shared disk would be copied over itself.
            DiskCopy.All when disks.Any(disk => disk.Path is not null && shared.Has(disk.Path)) =>
                throw new StartRefusedException(StartRefusal.NotLocalStorage(host)),
            // Where nothing is declared, libvirt looks whether each file lies on a network file system.
            DiskCopy.None when shared.IsDeclared && own.Count > 0 => throw new StartRefusedException(StartRefusal.NotSharedStorage(host)),
            DiskCopy.None => [],
            _ => own,
        };
    }
}
