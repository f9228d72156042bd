using System.Reflection;

namespace Migrations.Tests.Architecture;

/// <summary>The walls between the projects, read from what the compiler has written into the assemblies.</summary>
public sealed class WallsTests
{
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

    private static IEnumerable<string> References(string assembly) =>
        Assembly.Load(assembly).GetReferencedAssemblies().Select(name => name.Name!).Where(name => name != "netstandard");
}
