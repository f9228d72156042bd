using System.Runtime.InteropServices;

namespace Migrations.Drivers.Libvirt.Interop;

/// <summary>A list of named texts for a call of libvirt, in libvirt's own memory. A name may occur more than once.</summary>
internal sealed unsafe partial class ParameterList : IDisposable
{
    private virTypedParameter* _first;
    private int _count;
    private int _room;

    /// <summary>Null while the list is empty; valid until something is added or the list is disposed.</summary>
    public virTypedParameter* First => _first;

    public int Count => _count;

    /// <exception cref="LibvirtException">The name is too long, or there is no memory.</exception>
    public void Add(string name, string value)
    {
        fixed (virTypedParameter** first = &_first)
        {
            if (virTypedParamsAddString(first, ref _count, ref _room, name, value) < 0)
                throw LibvirtException.Last();
        }
    }

    public void Dispose()
    {
        TypedParameters.Free(_first, _count);
        _first = null;
        _count = _room = 0;
    }

    [LibraryImport(LibvirtLibrary.Name, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int virTypedParamsAddString(
        virTypedParameter** parameters, ref int count, ref int room, string name, string value);
}
