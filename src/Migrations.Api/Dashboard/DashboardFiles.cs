using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Migrations.Api.Dashboard;

/// <summary>A file of the page.</summary>
/// <param name="Tag">Changes with the content, so that a browser fetches a file again only after an upgrade.</param>
internal sealed record DashboardFile(byte[] Content, string ContentType, EntityTagHeaderValue Tag);

/// <summary>The files of the page, from within the program. They are read when the page is first asked for.</summary>
internal static class DashboardFiles
{
    /// <summary>What the project file puts before the names of these resources.</summary>
    private const string Prefix = "dashboard/";

    private static readonly FrozenDictionary<string, DashboardFile> ByPath = typeof(DashboardFiles).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Prefix.Length..], Read);

    /// <summary>The page itself.</summary>
    public static DashboardFile Page { get; } = ByPath["index.html"];

    /// <summary>The file at this path below the page's address; null when there is none.</summary>
    public static DashboardFile? Find(string path) => ByPath.GetValueOrDefault(path);

    private static DashboardFile Read(string name)
    {
        using var resource = typeof(DashboardFiles).Assembly.GetManifestResourceStream(name)!;
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        var hash = Convert.ToHexStringLower(SHA256.HashData(content))[..16];
        return new DashboardFile(content, TypeOf(name), new EntityTagHeaderValue($"\"{hash}\""));
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new NotSupportedException($"{name}: the page has no files of the type {other}."),
    };
}
