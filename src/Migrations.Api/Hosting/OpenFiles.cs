using System.Globalization;

namespace Migrations.Api.Hosting;

/// <summary>How many files this process may have open at once. A connection is one of them.</summary>
/// <remarks>
/// A web server that can accept no connection for lack of files tries it again without a pause, and the database cannot be
/// opened either. So connections never take the last files.
/// </remarks>
internal static class OpenFiles
{
    /// <summary>For the database, its readers, the hypervisor, Keystone, and what .NET itself opens.</summary>
    private const int Others = 200;

    /// <summary>What a service needs to be of use: the least that Limits:Connections may be.</summary>
    private const int FewestConnections = 10;

    private const string Line = "Max open files";

    /// <summary>The limit of this process as it began; null where there is none or it cannot be read.</summary>
    public static int? Limit { get; } = ReadLimit();

    private static int? ReadLimit()
    {
        try
        {
            return Read(File.ReadLines("/proc/self/limits"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <param name="limits">The lines of proc(5), /proc/pid/limits: a name, the soft limit, the hard limit, the unit.</param>
    internal static int? Read(IEnumerable<string> limits) =>
        limits.FirstOrDefault(line => line.StartsWith(Line, StringComparison.Ordinal)) is { } line
        && line[Line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var soft, ..]
        && int.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var files)
            ? files
            : null;

    /// <summary>As many connections as wanted, or as the limit leaves room for.</summary>
    public static int Fit(int connections, int? limit) =>
        limit is { } files ? Math.Min(connections, Math.Max(FewestConnections, files - Others)) : connections;
}
