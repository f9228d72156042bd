using System.Text.Json.Serialization;

namespace Migrations.Api.ServerMigrations;

/// <summary>Source-generated writers of the bodies, nulls included.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(MigrationListBody<MigrationBody>))]
[JsonSerializable(typeof(MigrationListBody<MigrationWithUuidBody>))]
[JsonSerializable(typeof(MigrationListBody<MigrationWithOwnerBody>))]
[JsonSerializable(typeof(MigrationShowBody<MigrationBody>))]
[JsonSerializable(typeof(MigrationShowBody<MigrationWithUuidBody>))]
[JsonSerializable(typeof(MigrationShowBody<MigrationWithOwnerBody>))]
internal sealed partial class MigrationsJson : JsonSerializerContext;
