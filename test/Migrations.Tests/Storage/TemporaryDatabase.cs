using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Migrations.Storage.Connections;
using Migrations.Storage.Files;
using Migrations.Storage.Stores;

namespace Migrations.Tests.Storage;

/// <summary>A database in a folder of its own, which goes with it.</summary>
internal sealed class TemporaryDatabase : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private MigrationsDatabase? _opened;

    public string Folder => _folder.Path;

    public string Path => _folder.File("migrations.db");

    public MigrationsDatabase Opened => _opened ??= Open();

    public MigrationStore Migrations => new(Opened);

    public CommandStore Commands => new(Opened);

    public ServerActionStore Actions => new(Opened);

    public EventLog Events => new(Opened);

    public MigrationsDatabase Open(ILogger<MigrationsDatabase>? logger = null) => Open(Path, logger);

    /// <summary>Opens it for the uses that follow, under watch.</summary>
    public void Open(ILogger<MigrationsDatabase> logger, StoreHealth health) => _opened = Open(Path, logger, health);

    public static MigrationsDatabase Open(
        string path, ILogger<MigrationsDatabase>? logger = null, StoreHealth? health = null) =>
        MigrationsDatabase.Open(
            new DatabaseOptions { Path = path }, health ?? new StoreHealth(), TimeProvider.System, logger ?? NullLogger<MigrationsDatabase>.Instance);

    /// <summary>Closes it; the next use opens it again.</summary>
    public void Close()
    {
        _opened?.Dispose();
        _opened = null;
    }

    /// <summary>Runs SQL as another program would.</summary>
    /// <returns>The last column of every row; of a query plan, its steps.</returns>
    public IReadOnlyList<object> Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var values = new List<object>();
        while (reader.Read())
            values.Add(reader.GetValue(reader.FieldCount - 1));
        return values;
    }

    /// <summary>Closes it, and turns a row into one that its indexes do not know.</summary>
    public void Damage()
    {
        Close();
        Execute(
            """
            INSERT INTO migrations (uuid, server_uuid, status, percent, created_at)
            VALUES ('22222222-2222-2222-2222-222222222222', '33333333-3333-3333-3333-333333333333', 'running', 1, 1);
            PRAGMA writable_schema = ON;
            DELETE FROM sqlite_schema WHERE name = 'migrations_by_server';
            PRAGMA writable_schema = RESET
            """);
    }

    public void Dispose()
    {
        Close();
        _folder.Dispose();
    }
}
