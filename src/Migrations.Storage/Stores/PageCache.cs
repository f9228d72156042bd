using System.Collections.Concurrent;

namespace Migrations.Storage.Stores;

/// <summary>The pages that were read since the last change of a migration. A page that is asked for again costs nothing then.</summary>
/// <remarks>
/// A change replaces all that is kept. Who began to read before adds its page to what was kept before, where nobody finds it
/// any more.
/// </remarks>
internal sealed class PageCache
{
    /// <summary>A page may have a thousand rows, so this bounds the memory to some megabytes.</summary>
    private const int MostPages = 8;

    private volatile ConcurrentDictionary<MigrationQuery, IReadOnlyList<MigrationSummary>> _kept = new();

    /// <param name="read">Reads the page; null is not kept.</param>
    public IReadOnlyList<MigrationSummary>? Get(MigrationQuery query, Func<MigrationQuery, IReadOnlyList<MigrationSummary>?> read)
    {
        var kept = _kept;
        if (kept.TryGetValue(query, out var known))
            return known;
        var page = read(query);
        if (page is not null && kept.Count < MostPages)
            kept.TryAdd(query, page);
        return page;
    }

    /// <summary>Migrations have changed, or may have.</summary>
    public void Clear() => _kept = new();
}
