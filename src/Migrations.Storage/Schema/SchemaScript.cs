using System.Globalization;
using System.Reflection;

namespace Migrations.Storage.Schema;

/// <summary>One step of the schema: <paramref name="Sql"/> leads from the version before to <paramref name="Version"/>.</summary>
internal sealed record SchemaScript(int Version, string Sql)
{
    /// <summary>The scripts of this build, by version.</summary>
    public static IReadOnlyList<SchemaScript> All { get; } = ReadAll();

    private static List<SchemaScript> ReadAll()
    {
        var assembly = typeof(SchemaScript).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(name => new SchemaScript(VersionIn(name), Read(assembly, name)))
            .OrderBy(script => script.Version)
            .ToList();
    }

    private static int VersionIn(string resourceName) =>
        int.Parse(resourceName.Split('.')[^2].Split('_')[0], CultureInfo.InvariantCulture);

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
