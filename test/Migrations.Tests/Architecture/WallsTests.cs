using System.Reflection;
using Migrations.Drivers;
using Migrations.Tests.Drivers;
using Mono.Cecil;
using NetArchTest.Rules;

namespace Migrations.Tests.Architecture;

/// <summary>The walls that src/README.md names, asserted on what the compiler has written into the assemblies.</summary>
public sealed class WallsTests
{
    private const string Native = "Migrations.Drivers.Libvirt.Interop";

    [Test]
    public void Domain_References_OnlyTheRuntimeAndAbstractions() =>
        Assert.That(
            References("Migrations").Where(name => !name.StartsWith("System", StringComparison.Ordinal)),
            Is.All.Matches((string? name) => name!.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
                && (name.EndsWith("Abstractions", StringComparison.Ordinal) || name.EndsWith("Options", StringComparison.Ordinal))));

    [TestCase("Migrations.Storage")]
    [TestCase("Migrations.Drivers")]
    public void Adapter_OfThisProduct_ReferencesOnlyTheDomain(string adapter) =>
        Assert.That(
            References(adapter).Where(name => name.StartsWith("Migrations", StringComparison.Ordinal)),
            Is.EqualTo(new[] { "Migrations" }));

    [TestCase("Migrations")]
    [TestCase("Migrations.Drivers")]
    public void Database_IsKnownToStorageOnly(string assembly) =>
        Assert.That(References(assembly), Has.None.StartsWith("Dapper").And.None.StartsWith("Microsoft.Data"));

    [TestCase("Migrations")]
    [TestCase("Migrations.Storage")]
    [TestCase("Migrations.Drivers")]
    public void Http_IsKnownToTheHostOnly(string assembly) =>
        Assert.That(References(assembly), Has.None.StartsWith("Microsoft.AspNetCore").And.None.EqualTo("System.Net.Http"));

    [TestCase("Migrations")]
    [TestCase("Migrations.Storage")]
    [TestCase("Migrations.Drivers")]
    public void Rooms_InThePicture_AreThoseOfTheCode(string project)
    {
        var picture = Rooms.InPicture(Path.Combine(AppContext.BaseDirectory, "documents", "INSIDE.md"), project);
        var code = Rooms.InCode(project);

        Assert.That(picture.Select(line => line.Room), Is.EquivalentTo(code.Keys));
        using (Assert.EnterMultipleScope())
            foreach (var (room, uses) in picture)
            {
                Assert.That(uses, Is.EquivalentTo(code[room]), $"the rooms that {room} uses");
                Assert.That(uses, Is.SubsetOf(picture.SkipWhile(line => line.Room != room).Skip(1).Select(line => line.Room)),
                    $"the rooms below {room}");
            }
    }

    [Test]
    public void AdapterTypes_InTheHost_AreNamedOnlyWhereTheyAreComposed() =>
        Assert.That(
            Names(In("Migrations.Api").That().DoNotResideInNamespace("Migrations.Api.Adapters")
                .And().HaveDependencyOnAny("Migrations.Storage", "Migrations.Drivers.Fake", "Migrations.Drivers.Libvirt")),
            Is.Empty);

    [TestCase("Migrations")]
    [TestCase("Migrations.Drivers")]
    [TestCase("Migrations.Api")]
    public void NativeCode_StaysInInterop(string assembly) =>
        Assert.That(Names(In(assembly).That().DoNotResideInNamespace(Native).And().MeetCustomRule(IsNative)), Is.Empty);

    [Test]
    public void NativeCode_OfInterop_IsFound() =>
        Assert.That(Names(In("Migrations.Drivers").That().ResideInNamespace(Native).And().MeetCustomRule(IsNative)), Is.Not.Empty);

    [Test]
    public void EveryDriver_HasAFixtureOfTheContract() =>
        Assert.That(Tested(typeof(MigrationDriverContract<>)), Is.EquivalentTo(InDrivers(typeof(IMigrationDriver))));

    [Test]
    public void EveryStarter_HasAFixtureOfTheContract() =>
        Assert.That(Tested(typeof(MigrationStarterContract<>)), Is.EquivalentTo(InDrivers(typeof(IMigrationStarter))));

    private static IEnumerable<string?> InDrivers(Type port) => Assembly.Load("Migrations.Drivers").GetTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(port))
        .Select(type => type.FullName);

    private static IEnumerable<string> Tested(Type contract) =>
        new[] { "Migrations.Tests.dll", "Migrations.LibvirtTests.dll" }.SelectMany(tests => Tested(contract, tests));

    private static List<string> Tested(Type contract, string tests)
    {
        using var module = ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, tests));
        return
        [
            .. from type in module.Types
               let derived = type.BaseType as GenericInstanceType
               where derived?.ElementType.FullName == contract.FullName
               select derived.GenericArguments[0].FullName,
        ];
    }

    /// <summary>Whether a type calls C functions itself, or keeps, takes or gives pointers.</summary>
    private static bool IsNative(TypeDefinition type) => type.BaseType?.FullName != typeof(MulticastDelegate).FullName
        && (type.Methods.Any(method => method.IsPInvokeImpl || IsPointer(method.ReturnType)
            || method.Parameters.Any(parameter => IsPointer(parameter.ParameterType)))
        || type.Fields.Any(field => IsPointer(field.FieldType)));

    private static bool IsPointer(TypeReference type) => type is PointerType or FunctionPointerType || type.FullName == "System.IntPtr";

    private static Types In(string assembly) => Types.FromFile(Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll"));

    private static IEnumerable<string?> Names(PredicateList types) => types.GetTypes().Select(type => type.FullName);

    private static IEnumerable<string> References(string assembly) =>
        Assembly.Load(assembly).GetReferencedAssemblies().Select(name => name.Name!).Where(name => name != "netstandard");
}
