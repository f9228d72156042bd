using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Migrations.Storage.Schema;

namespace Migrations.Storage;

/// <summary>The SQLite file of this service: one thread that writes, and readers that nobody blocks.</summary>
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
    public static MigrationsDatabase Open(DatabaseOptions options, TimeProvider clock, ILogger<MigrationsDatabase> logger)
    {
        var path = DatabaseFile.Resolve(options.Path);
        var claim = DatabaseClaim.Take(path);
        try
        {
            DatabaseFile.Check(path);
            var upgrader = new SchemaUpgrader(SchemaScript.All, logger);
            var connection = Explain(path, () => WritingConnection.Open(path, upgrader));
            return new MigrationsDatabase(path, claim, new DatabaseWriter(connection, clock));
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

    /// <summary>Runs one transaction on the writer's thread; what is thrown undoes it.</summary>
    /// <exception cref="StoreUnavailableException">The file cannot be used any more, or the write has waited too long; it never runs.</exception>
    internal async Task<T> WriteAsync<T>(
        Func<SqliteConnection, SqliteTransaction, T> write, CancellationToken cancellationToken)
    {
        try
        {
            return await _writer.WriteAsync(write, cancellationToken);
        }
        catch (SqliteException e) when (DatabaseException.Explain(_path, e) is { } explained)
        {
            throw explained;
        }
    }

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
