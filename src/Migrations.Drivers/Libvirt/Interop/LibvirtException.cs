using System.Runtime.InteropServices;
using static Migrations.Drivers.Libvirt.Interop.virErrorNumber;

namespace Migrations.Drivers.Libvirt.Interop;

/// <summary>A call that libvirt answered with an error. This is the one place that classifies libvirt's errors.</summary>
internal sealed partial class LibvirtException(virErrorNumber code, virErrorDomain from, string message, bool connecting = false)
    : Exception(message)
{
    public virErrorNumber Code => code;

    /// <summary>The error in the terms of the driver port.</summary>
    public DriverErrorKind Kind => code switch
    {
        _ when connecting => DriverErrorKind.Unreachable,
        VIR_ERR_NO_DOMAIN or VIR_ERR_OPERATION_INVALID => DriverErrorKind.NoSuchJob,
        VIR_ERR_OPERATION_DENIED or VIR_ERR_ACCESS_DENIED => DriverErrorKind.Denied,
        VIR_ERR_OPERATION_TIMEOUT => DriverErrorKind.TimedOut,
        VIR_ERR_OPERATION_UNSUPPORTED => DriverErrorKind.Refused,
        VIR_ERR_INVALID_CONN or VIR_ERR_RPC => DriverErrorKind.Unreachable,
        VIR_ERR_INTERNAL_ERROR or VIR_ERR_SYSTEM_ERROR when from == virErrorDomain.VIR_FROM_RPC => DriverErrorKind.Unreachable,
        _ => DriverErrorKind.Failed,
    };

    /// <summary>libvirt does not have the domain, or no longer.</summary>
    public bool IsNoDomain => code == VIR_ERR_NO_DOMAIN;

    /// <summary>Somebody has cancelled the job.</summary>
    public bool IsCancelled => code == VIR_ERR_OPERATION_ABORTED;

    /// <summary>It comes from a connection, which may be one between two libvirtds.</summary>
    public bool IsOfConnection => from == virErrorDomain.VIR_FROM_RPC || code is VIR_ERR_NO_CONNECT or VIR_ERR_INVALID_CONN
        or VIR_ERR_RPC or VIR_ERR_AUTH_FAILED or VIR_ERR_AUTH_CANCELLED or VIR_ERR_AUTH_UNAVAILABLE;

    /// <summary>The connection may only read.</summary>
    public bool IsReadOnly => code == VIR_ERR_OPERATION_DENIED;

    /// <summary>The state of the domain or of its job does not allow the call.</summary>
    public bool IsInvalidNow => code == VIR_ERR_OPERATION_INVALID;

    /// <summary>The state does not allow the call, or this hypervisor never does.</summary>
    public bool IsInvalid => code is VIR_ERR_OPERATION_INVALID or VIR_ERR_OPERATION_UNSUPPORTED or VIR_ERR_NO_SUPPORT;

    /// <summary>The error of the call that has just failed on this thread. Another call would overwrite it.</summary>
    public static unsafe LibvirtException Last(bool connecting = false)
    {
        var error = virGetLastError();
        return error is null
            ? new LibvirtException(VIR_ERR_INTERNAL_ERROR, virErrorDomain.VIR_FROM_NONE, "libvirt gave no reason", connecting)
            : new LibvirtException(error->Code, error->Domain, TextOf(error, connecting), connecting);
    }

    /// <summary>Any failure of a call as the driver port promises it.</summary>
    public static Exception Translate(Exception failure) => failure switch
    {
        MigrationDriverException or StartRefusedException or OperationCanceledException => failure,
        LibvirtException said => new MigrationDriverException(said.Kind, $"libvirt: {said.Message}", said),
        _ => new MigrationDriverException(DriverErrorKind.Failed, $"The libvirt driver failed: {failure.Message}", failure),
    };

    private static unsafe string TextOf(virError* error, bool connecting)
    {
        var text = Marshal.PtrToStringUTF8(error->Message) ?? "";
        return connecting ? $"{text}. {ConnectionRemedy.Of(error->Code, error->Int1)}" : text;
    }

    [LibraryImport(LibvirtLibrary.Name)]
    private static unsafe partial virError* virGetLastError();
}

/// <summary>virterror.h, the beginning of struct _virError. libvirt owns it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct virError
{
    public virErrorNumber Code;
    public virErrorDomain Domain;
    public nint Message;
    public int Level;
    public nint Connection;
    public nint DomainObject;
    public nint Str1;
    public nint Str2;
    public nint Str3;

    /// <summary>The system's error number, when the code is <see cref="VIR_ERR_SYSTEM_ERROR"/>; negative without one.</summary>
    public int Int1;
}
