namespace Migrations.Drivers.Libvirt.Starts;

/// <summary>The storage that this host shares with the destinations: what the settings declare, and network file systems.</summary>
/// <param name="declared">Directories, each with all below it.</param>
/// <param name="mounts">Lines of /proc/self/mountinfo; none where it cannot be read.</param>
internal sealed class SharedStorage(IReadOnlyList<string> declared, IEnumerable<string> mounts)
{
    private const string MountInfo = "/proc/self/mountinfo";

    /// <summary>Those of libvirt's src/util/virfile.c, virFileIsSharedFSType; through FUSE they are named fuse.glusterfs and so on.</summary>
    private static readonly string[] Networks =
        ["nfs", "nfs4", "cifs", "smb3", "afs", "ceph", "gfs", "gfs2", "ocfs2", "glusterfs", "gpfs", "lustre", "acfs", "quobyte", "beegfs"];

    private readonly List<(string Directory, bool IsNetwork)> _mounts = [.. mounts.Select(Mount).OfType<(string, bool)>()];

    /// <summary>Whether the settings say what is shared.</summary>
    public bool IsDeclared => declared.Count > 0;

    /// <summary>As it is now, seen from this service: in a container it may see fewer mounts than the host has.</summary>
    public static SharedStorage Now(LibvirtOptions options) =>
        new(options.SharedDirectories, File.Exists(MountInfo) ? File.ReadLines(MountInfo) : []);

    /// <param name="path">The absolute path of a disk. Links in it are not followed.</param>
    public bool Has(string path) =>
        declared.Any(directory => IsBelow(path, directory))
        || _mounts.Where(mount => IsBelow(path, mount.Directory)).OrderBy(mount => mount.Directory.Length).LastOrDefault().IsNetwork;

    private static bool IsBelow(string path, string directory) => path.StartsWith(directory, StringComparison.Ordinal)
        && (path.Length == directory.Length || directory[^1] == '/' || path[directory.Length] == '/');

    /// <summary>proc(5), /proc/pid/mountinfo: the fifth field is the mount point, the first after a lone dash is the type.</summary>
    private static (string Directory, bool IsNetwork)? Mount(string line)
    {
        var fields = line.Split(' ');
        var dash = Array.IndexOf(fields, "-");
        return dash < 5 || dash + 1 >= fields.Length || fields[4].Length == 0
            ? null
            : (fields[4].Replace(@"\040", " ", StringComparison.Ordinal), Networks.Contains(fields[dash + 1].Replace("fuse.", "", StringComparison.Ordinal)));
    }
}
