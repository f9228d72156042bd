using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Migrations.Api.Wire;

namespace Migrations.Api.ServerMigrations;

/// <summary>The answers of list and show. A migration is written once for every form, until it changes.</summary>
/// <remarks>A migration that has changed is another record; what was written of a record is forgotten with it.</remarks>
internal static class WrittenMigrations
{
    private static readonly VersionedJson<MigrationBody> Json = new(MigrationsJson.Default.MigrationBody);
    private static readonly ConditionalWeakTable<Migration, ConcurrentDictionary<Form, byte[]>> Written = [];

    private static readonly byte[] ListBegins = [.. """{"migrations":["""u8];
    private static readonly byte[] ListEnds = [.. "]}"u8];
    private static readonly byte[] ShowBegins = [.. """{"migration":"""u8];
    private static readonly byte[] ShowEnds = [.. "}"u8];
    private static readonly byte[] Comma = [.. ","u8];

    /// <param name="withHosts">Whether the caller may see where they come from and go to.</param>
    public static WrittenAnswer<MigrationListBody> List(IReadOnlyList<Migration> migrations, Microversion version, bool withHosts)
    {
        if (migrations.Count == 0)
            return new(ListBegins, ListEnds);
        var parts = new byte[migrations.Count * 2 + 1][];
        for (var i = 0; i < migrations.Count; i++)
        {
            parts[2 * i] = i == 0 ? ListBegins : Comma;
            parts[2 * i + 1] = Write(migrations[i], version, withHosts);
        }
        parts[^1] = ListEnds;
        return new(parts);
    }

    public static WrittenAnswer<MigrationShowBody> Show(Migration migration, Microversion version) =>
        new(ShowBegins, Write(migration, version, withHosts: true), ShowEnds);

    private static byte[] Write(Migration migration, Microversion version, bool withHosts) =>
        Written.GetValue(migration, static _ => new()).GetOrAdd(
            new Form(Json.At(version), withHosts),
            static (form, migration) => JsonSerializer.SerializeToUtf8Bytes(new MigrationBody(migration, form.WithHosts), form.Writer),
            migration);

    private readonly record struct Form(JsonTypeInfo<MigrationBody> Writer, bool WithHosts);
}
