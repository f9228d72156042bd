using System.Text;
using Migrations.Drivers.Libvirt.Interop;

namespace Migrations.LibvirtTests.Interop;

internal sealed unsafe class TypedParametersTests
{
    [Test]
    public void Read_ValuesOfEveryIntegerType_AreTaken()
    {
        var read = Read(
            Parameter("operation", NativeParameterType.Int, 5),
            Parameter("auto_converge_throttle", NativeParameterType.UInt, 20),
            Parameter("time_elapsed", NativeParameterType.Long, 3919),
            Parameter("memory_total", NativeParameterType.ULong, 134750208));

        Assert.That(read, Is.EqualTo(new JobParameters
        {
            Operation = 5,
            AutoConvergeThrottle = 20,
            TimeElapsed = 3919,
            MemoryTotal = 134750208,
        }));
    }

    [Test]
    public void Read_UnknownNameOrType_IsPassedOver()
    {
        const NativeParameterType text = (NativeParameterType)7;

        Assert.That(Read(
            Parameter("something_new", NativeParameterType.ULong, 1),
            Parameter("memory_total", text, 1)), Is.EqualTo(new JobParameters()));
    }

    [Test]
    public void Read_MoreThanFits_IsNotReported() =>
        Assert.That(Read(Parameter("memory_total", NativeParameterType.ULong, ulong.MaxValue)).MemoryTotal, Is.Null);

    [Test]
    public void Read_NegativeInteger_IsNotMistakenForALargeOne() =>
        Assert.That(Read(Parameter("downtime", NativeParameterType.Int, unchecked((uint)-1))).Downtime, Is.EqualTo(-1));

    [Test]
    public void Layout_OfWhatLibvirtHandsOut_IsLibvirts()
    {
        NativeParameter parameter;
        var start = (byte*)&parameter;

        Assert.That(sizeof(NativeParameter), Is.EqualTo(96));
        Assert.That((int)((byte*)&parameter.Type - start), Is.EqualTo(80));
        Assert.That((int)((byte*)&parameter.ULong - start), Is.EqualTo(88));
    }

    private static JobParameters Read(params NativeParameter[] parameters)
    {
        fixed (NativeParameter* first = parameters)
            return JobParameters.Read(new TypedParameters(first, parameters.Length));
    }

    private static NativeParameter Parameter(string name, NativeParameterType type, ulong value)
    {
        var parameter = new NativeParameter { Type = type, ULong = value };
        Encoding.ASCII.GetBytes(name, new Span<byte>(parameter.Name, 80));
        return parameter;
    }
}
