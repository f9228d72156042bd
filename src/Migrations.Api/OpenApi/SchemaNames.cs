using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;

namespace Migrations.Api.OpenApi;

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
