using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Migrations.Storage.Schema;

namespace Migrations.Storage;

/// <summary>The SQLite file of this service: one writer that takes turns, and readers that nobody blocks.</summary>
public sealed class MigrationsDatabase : IDisposable
{
    private readonly string _path;
    private readonly DatabaseClaim _claim;
    private readonly DatabaseWriter _writer;
    private readonly string _readers;

    private MigrationsDatabase(string path, DatabaseClaim claim, DatabaseWriter writer)
    {
        _path = path;
        _claim = claim;
        _writer = writer;
        _readers = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly }.ToString();
    }

    /// <summary>Opens the file for this process alone, creates it when missing, and upgrades its schema.</summary>
    /// <exception cref="DatabaseException">The file cannot be used; it has been left as it was.</exception>
    public static MigrationsDatabase Open(DatabaseOptions options, ILogger<MigrationsDatabase> logger)
    {
        var path = DatabaseFile.Resolve(options.Path);
        var claim = DatabaseClaim.Take(path);
        try
        {
            DatabaseFile.Check(path);
            var upgrader = new SchemaUpgrader(SchemaScript.All, logger);
            return new MigrationsDatabase(path, claim, Explain(path, () => DatabaseWriter.Open(path, upgrader)));
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        using (var reader = new SqliteConnection(_readers))
            SqliteConnection.ClearPool(reader);
        _writer.Dispose();
        _claim.Dispose();
    }

    /// <summary>Reads what is committed, on a connection of its own.</summary>
    /// <exception cref="DatabaseException">The file cannot be used any more.</exception>
    internal T Read<T>(Func<SqliteConnection, T> read) => Explain(_path, () =>
    {
        using var connection = new SqliteConnection(_readers);
        connection.Open();
        return read(connection);
    });

    /// <summary>Runs one transaction; what is thrown undoes it.</summary>
    /// <exception cref="DatabaseException">The file cannot be used any more.</exception>
    internal T Write<T>(Func<SqliteConnection, SqliteTransaction, T> write) =>
        Explain(_path, () => _writer.Write(write));

    private static T Explain<T>(string path, Func<T> use)
    {
        try
        {
            return use();
        }
        catch (SqliteException e) when (DatabaseException.Explain(path, e) is { } explained)
        {
            throw explained;
        }
    }
}
