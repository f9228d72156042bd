namespace Migrations.Storage;

/// <summary>Where migrations are stored; the <c>Database</c> section.</summary>
public sealed class DatabaseOptions
{
    /// <summary>The SQLite file, created when missing; its folder must exist and be writable.</summary>
    public string Path { get; set; } = "migrations.db";
}
