using System.Runtime.InteropServices;

namespace Migrations.Drivers.Libvirt.Interop;

/// <summary>The beginning of virError; libvirt owns it, and it is only read.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeError
{
    public int Code;
    public int Domain;
    public byte* Message;
}

/// <summary>virTypedParameter: a name and one value, by type.</summary>
[StructLayout(LayoutKind.Explicit, Size = 96)]
internal unsafe struct NativeParameter
{
    [FieldOffset(0)]
    public fixed byte Name[80];

    [FieldOffset(80)]
    public NativeParameterType Type;

    [FieldOffset(88)]
    public int Int;

    [FieldOffset(88)]
    public uint UInt;

    [FieldOffset(88)]
    public long Long;

    [FieldOffset(88)]
    public ulong ULong;
}

/// <summary>virTypedParameterType, as far as integers go.</summary>
internal enum NativeParameterType
{
    Int = 1,
    UInt = 2,
    Long = 3,
    ULong = 4,
}

/// <summary>virDomainStatsRecord: a domain and what was asked about it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeStatsRecord
{
    public nint Domain;
    public NativeParameter* Parameters;
    public int Count;
}
