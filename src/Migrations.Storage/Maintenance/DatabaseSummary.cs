using Dapper;
using Microsoft.Data.Sqlite;
using Migrations.Storage.Schema;

namespace Migrations.Storage.Maintenance;

/// <summary>What is in a database.</summary>
/// <param name="Bytes">The size of the database, without its log.</param>
/// <param name="InProgress">How many of the migrations have not ended.</param>
public sealed record DatabaseSummary(int Schema, long Bytes, long Migrations, long InProgress, long Commands, long Events, long Servers)
{
    public override string ToString() =>
        $"schema {Schema}, {Migrations} migrations ({InProgress} in progress), {Commands} commands, {Events} events, {Servers} servers, {Bytes} bytes";

    internal static DatabaseSummary Read(SqliteConnection connection, SqliteTransaction transaction) => new(
        SchemaHeader.Read(connection, transaction).UserVersion,
        connection.QuerySingle<long>(
            "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size", transaction: transaction),
        connection.QuerySingle<long>("SELECT count(*) FROM migrations", transaction: transaction),
        connection.QuerySingle<long>("SELECT count(*) FROM migrations WHERE ended_at IS NULL", transaction: transaction),
        connection.QuerySingle<long>("SELECT count(*) FROM commands", transaction: transaction),
        CountEvents(connection, transaction),
        connection.QuerySingle<long>("SELECT count(*) FROM servers", transaction: transaction));

    /// <remarks>A file of an older version has no such table.</remarks>
    private static long CountEvents(SqliteConnection connection, SqliteTransaction transaction) =>
        connection.QuerySingle<bool>("SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'events')", transaction: transaction)
            ? connection.QuerySingle<long>("SELECT count(*) FROM events", transaction: transaction)
            : 0;
}
