using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Migrations.Api.MigrationHistory;
using Migrations.Api.ServerMigrations;
using Migrations.Api.Wire;

namespace Migrations.Api.OpenApi;

/// <summary>Says of each field since when it is there, whether always, and what its text may be.</summary>
internal static class FieldRules
{
    private static readonly string[] Moments = ["_at", "_time", "_since"];

    public static Task Apply(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        if (context.JsonPropertyInfo is { } property)
            Describe(schema, property);
        else if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object)
            schema.Required = context.JsonTypeInfo.Properties.Where(IsAlwaysThere).Select(each => each.Name).ToHashSet();
        return Task.CompletedTask;
    }

    private static void Describe(OpenApiSchema schema, JsonPropertyInfo property)
    {
        if (NewInAttribute.Of(property) is { } version)
        {
            schema.AddExtension(VersionMark.Name, VersionMark.Of(version));
            schema.Description = $"{schema.Description} New in {version}.";
        }
        // What is written counts; the generator allows null wherever nothing can be read back.
        if (!property.IsGetNullable || IsLeftOutWhenNull(property))
            schema.Type &= ~JsonSchemaType.Null;
        if (Moments.Any(ending => property.Name.EndsWith(ending, StringComparison.Ordinal)))
            schema.Pattern = NovaTime.Pattern;
        if (property.Name == "status" && StatusesOf(property.DeclaringType) is { } statuses)
            schema.Enum = [.. statuses.Select(status => JsonValue.Create(status.WireName))];
    }

    private static bool IsAlwaysThere(JsonPropertyInfo property) =>
        NewInAttribute.Of(property) is null && !IsLeftOutWhenNull(property)
        && property.AttributeProvider?.IsDefined(typeof(NotForEverybodyAttribute), inherit: true) != true;

    private static bool IsLeftOutWhenNull(JsonPropertyInfo property) =>
        property.AttributeProvider?.IsDefined(typeof(JsonIgnoreAttribute), inherit: true) == true;

    private static IEnumerable<MigrationStatus>? StatusesOf(Type body)
    {
        if (body == typeof(MigrationBody))
            return MigrationStatuses.All.Where(status => status.IsInProgress);
        return body == typeof(ProgressBody) || body == typeof(HistoryBody) ? MigrationStatuses.All : null;
    }
}

/// <summary>The extension by which OpenStack's own documents say which microversion brought something.</summary>
internal static class VersionMark
{
    public const string Name = "x-openstack";

    public static JsonNodeExtension Of(Microversion since) => new(new JsonObject { ["min-ver"] = since.ToString() });
}

/// <summary>Names schemas after what they are: Migration, MigrationList, MigrationShow.</summary>
internal static class SchemaNames
{
    public static string? Of(JsonTypeInfo type) => OpenApiOptions.CreateDefaultSchemaReferenceId(type) switch
    {
        null => null,
        _ when type.Type is { IsGenericType: true } list && IsBody(list) => Short(list.GenericTypeArguments[0]) + ContainerOf(list),
        _ when IsBody(type.Type) => Short(type.Type),
        var other => other,
    };

    private static bool IsBody(Type type) => type.Namespace?.StartsWith("Migrations.Api", StringComparison.Ordinal) == true;

    private static string ContainerOf(Type type) =>
        type.Name.Contains("List", StringComparison.Ordinal) ? "List" : "Show";

    private static string Short(Type type) => type.Name.Replace("Body", "", StringComparison.Ordinal);
}
