using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Migrations.Api.Calls;
using Migrations.Api.Wire;

namespace Migrations.Api.MigrationHistory;

/// <summary>The answers of the history. A page is written once for every form; the store gives the same page until a migration changes.</summary>
/// <remarks>What was written of a page is forgotten with it.</remarks>
internal static class WrittenPages
{
    /// <summary>Callers choose addresses and queries, so the number of forms is bounded.</summary>
    private const int MostForms = 8;

    private static readonly VersionedJson<HistoryListBody> Json = new(HistoryJson.Default.HistoryListBody);
    private static readonly ConditionalWeakTable<IReadOnlyList<MigrationSummary>, ConcurrentDictionary<Form, byte[]>> Written = [];

    /// <param name="page">Never changed any more.</param>
    /// <param name="withHosts">Whether the caller may see where migrations come from and go to.</param>
    /// <param name="limit">Maximum length of a page; a page that is full has a link to the next one.</param>
    public static WrittenAnswer<HistoryListBody> Answer(
        IReadOnlyList<MigrationSummary> page, Microversion version, bool withHosts, int limit, HttpRequest http)
    {
        var form = new Form(Json.At(version), withHosts, RootUrl.Of(http), ProjectInUrl.PathOf(http), http.QueryString);
        var written = Written.GetValue(page, static _ => new());
        if (!written.TryGetValue(form, out var bytes))
        {
            bytes = Write(page, form, limit, http);
            if (written.Count < MostForms)
                written.TryAdd(form, bytes);
        }
        return new(bytes);
    }

    private static byte[] Write(IReadOnlyList<MigrationSummary> page, Form form, int limit, HttpRequest http)
    {
        var next = page.Count == limit ? HistoryLinks.ToPageAfter(page[^1], http) : null;
        var entries = page.Select(migration => new HistoryBody(migration, form.WithHosts, HistoryLinks.To(migration, http)));
        return JsonSerializer.SerializeToUtf8Bytes(new HistoryListBody([.. entries], next), form.Writer);
    }

    /// <summary>All that the bytes depend on beside the page; links repeat the address and the query.</summary>
    private readonly record struct Form(
        JsonTypeInfo<HistoryListBody> Writer, bool WithHosts, string Root, string Project, QueryString Query);
}
