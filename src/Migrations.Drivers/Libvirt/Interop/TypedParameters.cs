using System.Runtime.InteropServices;
using static Migrations.Drivers.Libvirt.Interop.virTypedParameterType;

namespace Migrations.Drivers.Libvirt.Interop;

/// <summary>Reads the integers of a list of libvirt's named values, and ignores all else.</summary>
internal readonly unsafe ref partial struct TypedParameters(virTypedParameter* first, int count)
{
    /// <summary>The integer of this name; null when it was not reported, or does not fit.</summary>
    public long? this[ReadOnlySpan<byte> name]
    {
        get
        {
            for (var parameter = first; parameter < first + count; parameter++)
            {
                if (HasName(parameter, name))
                    return Value(parameter);
            }

            return null;
        }
    }

    /// <summary>Gives a list of ours back to libvirt, with its texts.</summary>
    public static void Free(virTypedParameter* first, int count) => virTypedParamsFree(first, count);

    private static bool HasName(virTypedParameter* parameter, ReadOnlySpan<byte> name)
    {
        var field = new ReadOnlySpan<byte>(parameter->Field, virTypedParameter.FieldLength);
        return field.StartsWith(name) && field[name.Length] == 0;
    }

    private static long? Value(virTypedParameter* parameter) => parameter->Type switch
    {
        VIR_TYPED_PARAM_INT => parameter->Int,
        VIR_TYPED_PARAM_UINT => parameter->UInt,
        VIR_TYPED_PARAM_LLONG => parameter->Long,
        VIR_TYPED_PARAM_ULLONG when parameter->ULong <= long.MaxValue => (long)parameter->ULong,
        _ => null,
    };

    [LibraryImport(LibvirtLibrary.Name)]
    private static partial void virTypedParamsFree(virTypedParameter* parameters, int count);
}

/// <summary>libvirt-common.h, struct _virTypedParameter: a name and one value, by type.</summary>
[StructLayout(LayoutKind.Explicit, Size = 96)]
internal unsafe struct virTypedParameter
{
    /// <summary>VIR_TYPED_PARAM_FIELD_LENGTH, the final NUL included.</summary>
    public const int FieldLength = 80;

    [FieldOffset(0)]
    public fixed byte Field[FieldLength];

    [FieldOffset(80)]
    public virTypedParameterType Type;

    [FieldOffset(88)]
    public int Int;

    [FieldOffset(88)]
    public uint UInt;

    [FieldOffset(88)]
    public long Long;

    [FieldOffset(88)]
    public ulong ULong;
}
