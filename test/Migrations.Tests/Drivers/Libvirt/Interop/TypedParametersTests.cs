using System.Runtime.InteropServices;
using System.Text;
using CsCheck;
using Migrations.Drivers;
using Migrations.Drivers.Libvirt.Interop;
using Migrations.Drivers.Libvirt.Jobs;
using static Migrations.Drivers.Libvirt.Interop.virTypedParameterType;

namespace Migrations.Tests.Drivers.Libvirt.Interop;

[Category(Fuzz.Category)]
internal sealed unsafe class TypedParametersTests
{
    [Test]
    public void Read_ValuesOfEveryIntegerType_AreTaken()
    {
        var read = Read(
            Parameter("operation", VIR_TYPED_PARAM_INT, 5),
            Parameter("auto_converge_throttle", VIR_TYPED_PARAM_UINT, 20),
            Parameter("time_elapsed", VIR_TYPED_PARAM_LLONG, 3919),
            Parameter("memory_total", VIR_TYPED_PARAM_ULLONG, 134750208));

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
        const virTypedParameterType text = (virTypedParameterType)7;

        Assert.That(Read(
            Parameter("something_new", VIR_TYPED_PARAM_ULLONG, 1),
            Parameter("memory_total", text, 1)), Is.EqualTo(new JobParameters()));
    }

    [Test]
    public void Read_MoreThanFits_IsNotReported() =>
        Assert.That(Read(Parameter("memory_total", VIR_TYPED_PARAM_ULLONG, ulong.MaxValue)).MemoryTotal, Is.Null);

    [Test]
    public void Read_NegativeInteger_IsNotMistakenForALargeOne() =>
        Assert.That(Read(Parameter("downtime", VIR_TYPED_PARAM_INT, unchecked((uint)-1))).Downtime, Is.EqualTo(-1));

    [Test]
    public void Read_AnyBytes_GivesStatistics() =>
        Gen.Byte.Array[0, 8 * 96].Sample(bytes => Stats([.. MemoryMarshal.Cast<byte, virTypedParameter>(bytes)]).Phase == JobPhase.PreCopy, iter: Fuzz.Times(2_000));

    [Test]
    public void Read_AnyValueOfAnyType_GivesStatistics() =>
        Gen.Select(Gen.Enum<JobPhase>(), Gen.Bool, Parameters.Array[0, 20]).Sample((phase, completed, parameters) =>
            OutboundJob.ToStats(phase, Read(parameters), completed) is { Memory.TotalBytes: null or >= 0, Disk.RemainingBytes: null or >= 0 } stats
            && stats.Phase == phase, iter: Fuzz.Times(2_000));

    [TestCase("memory_total")]
    [TestCase("disk_remaining")]
    [TestCase("memory_bps")]
    public void Read_NegativeCounter_IsNotReported(string name) =>
        Assert.That(Stats([Parameter(name, VIR_TYPED_PARAM_LLONG, unchecked((ulong)-1L))]), Is.EqualTo(new JobStats(JobPhase.PreCopy)));

    [TestCase("time_elapsed", 922337203685478UL)]
    [TestCase("downtime", ulong.MaxValue)]
    [TestCase("setup_time", (ulong)long.MaxValue)]
    [TestCase("auto_converge_throttle", (1UL << 32) + 20)]
    public void Read_MoreThanTheStatisticsHold_IsNotReported(string name, ulong value) =>
        Assert.That(Stats([Parameter(name, VIR_TYPED_PARAM_ULLONG, value)]), Is.EqualTo(new JobStats(JobPhase.PreCopy)));

    [Test]
    public void Read_LongestTime_IsReported() =>
        Assert.That(Stats([Parameter("time_elapsed", VIR_TYPED_PARAM_ULLONG, 922337203685477)]).Elapsed,
            Is.EqualTo(TimeSpan.FromMilliseconds(922337203685477)));

    [Test]
    public void Read_NameOfOrBeyondTheField_IsNotMistakenForAnother()
    {
        var endless = Parameter(new string('m', 80), VIR_TYPED_PARAM_ULLONG, 1);
        var longer = Parameter("memory_total_bytes", VIR_TYPED_PARAM_ULLONG, 1);

        Assert.That(Read(endless, longer), Is.EqualTo(new JobParameters()));
    }

    [Test]
    public void Layout_OfWhatLibvirtHandsOut_IsLibvirts()
    {
        virTypedParameter parameter;
        var start = (byte*)&parameter;

        Assert.That(sizeof(virTypedParameter), Is.EqualTo(96));
        Assert.That((int)((byte*)&parameter.Type - start), Is.EqualTo(80));
        Assert.That((int)((byte*)&parameter.ULong - start), Is.EqualTo(88));
    }

    /// <summary>Names that are read and others, with values of every size and type.</summary>
    private static Gen<virTypedParameter> Parameters { get; } = Gen.Select(
        AnyOf("operation", "time_elapsed", "downtime", "setup_time", "memory_total", "memory_processed", "memory_remaining",
            "disk_total", "disk_processed", "disk_remaining", "auto_converge_throttle", "", "time"),
        Gen.Int[0, 8],
        Gen.OneOf(Gen.ULong, AnyOf<ulong>(0, 1, (ulong)long.MaxValue, 1UL << 63, ulong.MaxValue)),
        (name, type, value) => Parameter(name, (virTypedParameterType)type, value));

    private static Gen<T> AnyOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static JobStats Stats(virTypedParameter[] parameters) =>
        OutboundJob.ToStats(JobPhase.PreCopy, Read(parameters), completed: false);

    private static JobParameters Read(params virTypedParameter[] parameters)
    {
        fixed (virTypedParameter* first = parameters)
            return JobParameters.Read(new TypedParameters(first, parameters.Length));
    }

    private static virTypedParameter Parameter(string name, virTypedParameterType type, ulong value)
    {
        var parameter = new virTypedParameter { Type = type, ULong = value };
        Encoding.ASCII.GetBytes(name, new Span<byte>(parameter.Field, virTypedParameter.FieldLength));
        return parameter;
    }
}
