using System.Runtime.InteropServices;

namespace Migrations.Drivers.Libvirt.Interop;

/// <summary>Reads libvirt's named values; what is not an integer, or not asked for, is passed over.</summary>
internal readonly unsafe ref struct TypedParameters(NativeParameter* first, int count)
{
    /// <summary>The integer of this name; null when it was not reported, or does not fit.</summary>
    public long? this[ReadOnlySpan<byte> name]
    {
        get
        {
            for (var parameter = first; parameter < first + count; parameter++)
            {
                if (MemoryMarshal.CreateReadOnlySpanFromNullTerminated(parameter->Name).SequenceEqual(name))
                    return Value(parameter);
            }

            return null;
        }
    }

    private static long? Value(NativeParameter* parameter) => parameter->Type switch
    {
        NativeParameterType.Int => parameter->Int,
        NativeParameterType.UInt => parameter->UInt,
        NativeParameterType.Long => parameter->Long,
        NativeParameterType.ULong when parameter->ULong <= long.MaxValue => (long)parameter->ULong,
        _ => null,
    };
}
