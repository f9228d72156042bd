using System.Text.Json.Serialization.Metadata;
using Migrations.Api.Microversions;
using Migrations.Api.Requests;

namespace Migrations.Api.ServerMigrations;

/// <summary>The answer of list and show, in the form of each microversion.</summary>
internal static class MigrationAnswer
{
    public static VersionedAnswer<MigrationListBody<MigrationWithOwnerBody>> List(
        IEnumerable<Migration> migrations, Microversion version, bool withHosts) => new(version switch
        {
            _ when version >= ApiVersions.Owners => ListOf(
                migrations.Select(migration => new MigrationWithOwnerBody(migration, withHosts)),
                MigrationsJson.Default.MigrationListBodyMigrationWithOwnerBody),
            _ when version >= ApiVersions.Uuids => ListOf(
                migrations.Select(migration => new MigrationWithUuidBody(migration, withHosts)),
                MigrationsJson.Default.MigrationListBodyMigrationWithUuidBody),
            _ => ListOf(
                migrations.Select(migration => new MigrationBody(migration, withHosts)),
                MigrationsJson.Default.MigrationListBodyMigrationBody),
        });

    public static VersionedAnswer<MigrationShowBody<MigrationWithOwnerBody>> Show(
        Migration migration, Microversion version) => new(version switch
        {
            _ when version >= ApiVersions.Owners => ShowOf(
                new MigrationWithOwnerBody(migration, withHosts: true),
                MigrationsJson.Default.MigrationShowBodyMigrationWithOwnerBody),
            _ when version >= ApiVersions.Uuids => ShowOf(
                new MigrationWithUuidBody(migration, withHosts: true),
                MigrationsJson.Default.MigrationShowBodyMigrationWithUuidBody),
            _ => ShowOf(
                new MigrationBody(migration, withHosts: true),
                MigrationsJson.Default.MigrationShowBodyMigrationBody),
        });

    private static JsonAnswer<MigrationListBody<T>> ListOf<T>(IEnumerable<T> bodies, JsonTypeInfo<MigrationListBody<T>> type) =>
        new(new MigrationListBody<T>([.. bodies]), type);

    private static JsonAnswer<MigrationShowBody<T>> ShowOf<T>(T body, JsonTypeInfo<MigrationShowBody<T>> type) where T : notnull =>
        new(new MigrationShowBody<T>(body), type);
}
