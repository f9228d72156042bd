using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Migrations.Storage.Schema;

/// <summary>Identifies a file as a database of this service, and its schema version.</summary>
internal sealed record SchemaHeader
{
    /// <summary>"MIGR", as the first script writes it.</summary>
    private const int OurApplicationId = 0x4D494752;

    public required int ApplicationId { get; init; }

    /// <summary>The version of the schema; 0 when there is none yet.</summary>
    public required int UserVersion { get; init; }

    public required bool HasTables { get; init; }

    public bool IsEmpty => this is { ApplicationId: 0, UserVersion: 0, HasTables: false };

    public bool IsOurs => this is { ApplicationId: OurApplicationId, UserVersion: > 0 };

    public static SchemaHeader Read(SqliteConnection connection, SqliteTransaction? transaction = null) =>
        connection.QuerySingle<SchemaHeader>(
            """
            SELECT application_id, user_version, EXISTS (SELECT 1 FROM sqlite_schema) AS has_tables
            FROM pragma_application_id, pragma_user_version
            """,
            transaction: transaction);

    /// <summary>Writes what is there already, to find out whether the file can be written to.</summary>
    public static bool Rewrite(SqliteConnection connection, SqliteTransaction transaction)
    {
        var version = Read(connection, transaction).UserVersion;
        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version}"), transaction: transaction);
        return true;
    }
}
