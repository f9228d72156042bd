using System.Runtime.InteropServices;

namespace Migrations.Drivers.Libvirt.Interop;

/// <summary>Strings that libvirt hands out.</summary>
internal static unsafe class NativeText
{
    /// <summary>A string that stays libvirt's.</summary>
    public static string Borrow(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    /// <summary>A string that becomes the caller's to free.</summary>
    public static string Take(byte* text)
    {
        try
        {
            return Borrow(text);
        }
        finally
        {
            NativeMemory.Free(text);
        }
    }
}
