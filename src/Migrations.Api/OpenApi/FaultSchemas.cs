using Microsoft.OpenApi;
using Migrations.Api.Wire;

namespace Migrations.Api.OpenApi;

/// <summary>The envelope of each fault.</summary>
internal static class FaultSchemas
{
    /// <summary>The schema of any fault.</summary>
    public const string Any = "Fault";

    private const string Details = "FaultDetails";
    private static readonly int[] Statuses = [400, 403, 404, 406, 409, 413, 415, 503];

    public static OpenApiSchemaReference Of(Fault fault, OpenApiDocument document) => new(IdOf(fault.Name), document);

    public static void AddTo(OpenApiDocument document)
    {
        var details = Object(
            ("code", Of(JsonSchemaType.Integer, "The status of the answer.")),
            ("message", Of(JsonSchemaType.String, "The reason, for a person.")));
        details.Description = "What went wrong.";
        document.AddComponent(Details, details);
        document.AddComponent(Any, new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "A fault under its name.",
            MinProperties = 1,
            MaxProperties = 1,
            AdditionalProperties = new OpenApiSchemaReference(Details, document),
        });
        foreach (var status in Statuses)
            AddNamed(document, new Fault(status, "").Name);
    }

    private static void AddNamed(OpenApiDocument document, string name)
    {
        var envelope = Object((name, new OpenApiSchemaReference(Details, document)));
        envelope.AdditionalPropertiesAllowed = false;
        envelope.Description = $"The fault {name}.";
        document.AddComponent(IdOf(name), envelope);
    }

    /// <summary>An object that always has these fields.</summary>
    public static OpenApiSchema Object(params (string Name, IOpenApiSchema Value)[] fields) => new()
    {
        Type = JsonSchemaType.Object,
        Required = fields.Select(field => field.Name).ToHashSet(),
        Properties = fields.ToDictionary(field => field.Name, field => field.Value),
    };

    public static OpenApiSchema Of(JsonSchemaType type, string? meaning = null) => new() { Type = type, Description = meaning };

    private static string IdOf(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
