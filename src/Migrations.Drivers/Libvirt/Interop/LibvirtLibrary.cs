using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Migrations.Drivers.Libvirt.Interop;

/// <summary>The libvirt client library: looked for at first use, and again until it is there.</summary>
internal static unsafe class LibvirtLibrary
{
    /// <summary>6.0.0 is the first that lets completed statistics be read without forgetting them.</summary>
    private const uint Oldest = 6_000_000;

    private static readonly Lock Loading = new();
    private static bool _loaded;

    /// <summary>Makes sure that libvirt can be called.</summary>
    /// <exception cref="LibvirtException">It is missing, too old, or broken; the message says what to do.</exception>
    public static void Require()
    {
        lock (Loading)
        {
            if (_loaded)
                return;
            if (Load() is { } complaint)
                throw new LibvirtException(LibvirtError.Internal, 0, complaint, connecting: true);
            _loaded = true;
        }
    }

    private static string? Load()
    {
        if (!NativeLibrary.TryLoad(Native.Library, typeof(LibvirtLibrary).Assembly, null, out _))
            return $"{Native.Library} cannot be loaded: install libvirt0 (Debian, Ubuntu) or libvirt-libs (Fedora, RHEL)";
        // Without a handler of its own the process prints every error to stderr.
        Native.virSetErrorFunc(null, &PassOver);
        if (Native.virInitialize() < 0 || Native.virGetVersion(out var version, null, null) < 0)
            return $"{Native.Library} cannot be initialised: {LibvirtException.Last().Message}";
        if (version < Oldest)
            return $"{Native.Library} is version {Dotted(version)}; {Dotted(Oldest)} or newer is needed";
        // Must come before the first connection, which otherwise has no events and no keepalive.
        return Native.virEventRegisterDefaultImpl() < 0
            ? $"{Native.Library} has no event loop: {LibvirtException.Last().Message}"
            : null;
    }

    private static string Dotted(nuint version) => $"{version / 1_000_000}.{version / 1000 % 1000}.{version % 1000}";

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void PassOver(void* opaque, NativeError* error)
    {
    }
}
