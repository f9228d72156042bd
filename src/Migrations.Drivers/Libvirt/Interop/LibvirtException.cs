namespace Migrations.Drivers.Libvirt.Interop;

/// <summary>A call that libvirt answered with an error.</summary>
internal sealed class LibvirtException(LibvirtError code, int domain, string message, bool connecting = false)
    : Exception(message)
{
    private const int FromRpc = 7;

    public LibvirtError Code => code;

    /// <summary>The error in the words of the drivers; the one place where libvirt's codes are mapped.</summary>
    public DriverErrorKind Kind => code switch
    {
        _ when connecting => DriverErrorKind.Unreachable,
        LibvirtError.NoDomain or LibvirtError.InvalidOperation => DriverErrorKind.NoSuchJob,
        LibvirtError.OperationDenied or LibvirtError.AccessDenied => DriverErrorKind.Denied,
        LibvirtError.OperationTimeout => DriverErrorKind.TimedOut,
        LibvirtError.OperationUnsupported => DriverErrorKind.Refused,
        LibvirtError.InvalidConnection or LibvirtError.Rpc => DriverErrorKind.Unreachable,
        LibvirtError.Internal or LibvirtError.System when domain == FromRpc => DriverErrorKind.Unreachable,
        _ => DriverErrorKind.Failed,
    };

    /// <summary>The error of the call that has just failed on this thread; another call would overwrite it.</summary>
    public static unsafe LibvirtException Last(bool connecting = false)
    {
        var error = Native.virGetLastError();
        return error is null
            ? new LibvirtException(LibvirtError.Internal, 0, "libvirt gave no reason", connecting)
            : new LibvirtException(
                (LibvirtError)error->Code, error->Domain, NativeText.Borrow(error->Message), connecting);
    }

    public MigrationDriverException ToDriverException() => new(Kind, $"libvirt: {Message}", this);
}

/// <summary>virErrorNumber, as far as it is told apart here.</summary>
internal enum LibvirtError
{
    Internal = 1,
    NoSupport = 3,
    InvalidConnection = 6,
    OperationDenied = 29,
    System = 38,
    Rpc = 39,
    NoDomain = 42,
    InvalidOperation = 55,
    OperationTimeout = 68,
    OperationUnsupported = 84,
    AccessDenied = 88,
}
