using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Migrations.Storage.Files;

namespace Migrations.Storage.Schema;

/// <summary>Brings a database to the newest schema that this build knows.</summary>
internal sealed partial class SchemaUpgrader(IReadOnlyList<SchemaScript> scripts, ILogger logger)
{
    private readonly int _newest = scripts[^1].Version;

    /// <summary>Changes nothing; to be called before anything is changed.</summary>
    /// <exception cref="DatabaseException">The file belongs to another application or to a newer version of this one.</exception>
    public void CheckOrigin(SqliteConnection connection, string path)
    {
        var header = SchemaHeader.Read(connection);
        if (!header.IsEmpty && !header.IsOurs)
            throw new DatabaseException(path, "it belongs to another application", "Set Database:Path to another file");
        if (header.UserVersion > _newest)
            throw new DatabaseException(path,
                $"a newer version of this service has written it (schema {header.UserVersion}, known up to {_newest})",
                "Run that version, or set Database:Path to another file");
    }

    /// <summary>Runs the scripts that are missing, all or none. The transaction also proves that the file is writable.</summary>
    public void Upgrade(SqliteConnection connection, string path)
    {
        using var transaction = connection.BeginTransaction();
        var version = SchemaHeader.Read(connection, transaction).UserVersion;
        if (version == _newest)
            return;

        foreach (var script in scripts.Where(script => script.Version > version))
            connection.Execute(script.Sql, transaction: transaction);
        connection.Execute(
            string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {_newest}"), transaction: transaction);
        transaction.Commit();
        if (version == 0)
            LogCreated(path, _newest);
        else
            LogUpgraded(path, version, _newest);
    }

    [LoggerMessage(EventIds.DatabaseCreated, LogLevel.Information, "Database {Path} was created, with schema {Version}")]
    private partial void LogCreated(string path, int version);

    [LoggerMessage(EventIds.SchemaUpgraded, LogLevel.Information,
        "Database {Path}: the schema was upgraded from version {From} to {To}")]
    private partial void LogUpgraded(string path, int from, int to);
}
