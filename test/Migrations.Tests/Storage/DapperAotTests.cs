using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Migrations.Storage.Stores;

namespace Migrations.Tests.Storage;

public sealed class DapperAotTests
{
    /// <summary>A call that is not intercepted falls back to code made at run time, without a word from the compiler.</summary>
    [Test]
    public void DapperCalls_AllOfThem_AreIntercepted()
    {
        using var assembly = new PEReader(File.OpenRead(typeof(MigrationStore).Assembly.Location));
        var metadata = assembly.GetMetadataReader();
        var dapperTypes = metadata.TypeReferences
            .Select(metadata.GetTypeReference)
            .Where(type => metadata.GetString(type.Namespace) == "Dapper")
            .Select(type => metadata.GetString(type.Name))
            .ToList();

        Assert.That(dapperTypes, Does.Contain("DapperAotExtensions").And.Not.Contain("SqlMapper"));
    }
}
