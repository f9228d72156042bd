using Microsoft.OpenApi;
using Migrations.Api.Faults;

namespace Migrations.Api.OpenApi.Answers;

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
        document.AddComponent(Details, new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "What went wrong.",
            Required = new HashSet<string> { "code", "message" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["code"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The status of the answer." },
                ["message"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The reason, for a person." },
            },
        });
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

    private static void AddNamed(OpenApiDocument document, string name) => document.AddComponent(IdOf(name), new OpenApiSchema
    {
        Type = JsonSchemaType.Object,
        Description = $"The fault {name}.",
        Required = new HashSet<string> { name },
        AdditionalPropertiesAllowed = false,
        Properties = new Dictionary<string, IOpenApiSchema> { [name] = new OpenApiSchemaReference(Details, document) },
    });

    private static string IdOf(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
