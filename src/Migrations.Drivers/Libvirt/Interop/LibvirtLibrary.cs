using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Migrations.Drivers.Libvirt.Interop;

/// <summary>libvirt's client library and its event loop: loaded at first use, or as soon as it has been installed.</summary>
internal static unsafe partial class LibvirtLibrary
{
    public const string Name = "libvirt.so.0";

    /// <summary>Since 6.0.0 completed statistics can be read without losing them (VIR_DOMAIN_JOB_STATS_KEEP_COMPLETED).</summary>
    private const uint OldestVersion = 6_000_000;

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
                throw new LibvirtException(
                    virErrorNumber.VIR_ERR_INTERNAL_ERROR, virErrorDomain.VIR_FROM_NONE, complaint, connecting: true);
            _loaded = true;
        }
    }

    private static string? Load()
    {
        if (!NativeLibrary.TryLoad(Name, typeof(LibvirtLibrary).Assembly, null, out _))
            return $"{Name} cannot be loaded: install libvirt0 (Debian, Ubuntu) or libvirt-libs (Fedora, RHEL)";
        // Without a handler libvirt prints every error to stderr.
        virSetErrorFunc(null, &IgnoreError);
        if (virInitialize() < 0 || virGetVersion(out var version, null, null) < 0)
            return $"{Name} cannot be initialised: {LibvirtException.Last().Message}";
        if (version < OldestVersion)
            return $"{Name} is version {Dotted(version)}; {Dotted(OldestVersion)} or newer is needed";
        // Must come before the first connection, which otherwise has no events and no keepalive.
        if (virEventRegisterDefaultImpl() < 0)
            return $"{Name} has no event loop: {LibvirtException.Last().Message}";
        new Thread(RunEventLoop) { IsBackground = true, Name = "libvirt events" }.Start();
        return null;
    }

    /// <summary>Runs until the process ends, because libvirt has one loop for the process. It sleeps while nothing happens.</summary>
    /// <remarks>This thread must never call libvirt otherwise: a call without an answer would hold up every event and keepalive.</remarks>
    private static void RunEventLoop()
    {
        using var never = new ManualResetEventSlim();
        while (true)
        {
            // A loop that keeps failing at once must not use up a processor.
            if (virEventRunDefaultImpl() < 0)
                never.Wait(TimeSpan.FromSeconds(1));
        }
    }

    private static string Dotted(nuint version) => $"{version / 1_000_000}.{version / 1000 % 1000}.{version % 1000}";

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void IgnoreError(void* opaque, virError* error)
    {
    }

    [LibraryImport(Name)]
    private static partial int virInitialize();

    [LibraryImport(Name)]
    private static partial int virGetVersion(out nuint version, byte* type, nuint* typeVersion);

    [LibraryImport(Name)]
    private static partial void virSetErrorFunc(void* opaque, delegate* unmanaged[Cdecl]<void*, virError*, void> handler);

    [LibraryImport(Name)]
    private static partial int virEventRegisterDefaultImpl();

    [LibraryImport(Name)]
    private static partial int virEventRunDefaultImpl();
}
