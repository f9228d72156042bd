using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Migrations.Api.Calls;
using Migrations.Api.Pipeline;
using Migrations.Api.Python;
using Migrations.Api.Wire;

namespace Migrations.Api.OpenApi;

/// <summary>The bodies of requests. Those that name an action have a schema and an example for each form that the versions have.</summary>
internal static class RequestBodies
{
    public static OpenApiRequestBody Of(BodyAction action) => new()
    {
        Required = true,
        Description = $"Names the action; at most {BodyLimit.Bytes} bytes of UTF-8.",
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [ContentTypes.Json] = new()
            {
                Schema = action.Forms is [var only]
                    ? Of(action, only)
                    : new OpenApiSchema { AnyOf = [.. action.Forms.Select(form => Of(action, form))] },
                Examples = action.Forms.ToDictionary(form => $"From-{form.Since}", IOpenApiExample (form) => new OpenApiExample
                {
                    Summary = $"From {form.Since} on",
                    Value = new JsonObject { [action.Name] = form.Example?.DeepClone() },
                }),
            },
        },
    };

    public static OpenApiRequestBody Of(BodyForm form) => new()
    {
        Required = true,
        Description = $"At most {BodyLimit.Bytes} bytes of UTF-8.",
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [ContentTypes.Json] = new() { Schema = Of(form.Schema), Example = form.Example.DeepClone() },
        },
    };

    private static OpenApiSchema Of(BodyAction action, ActionForm form)
    {
        var body = FaultSchemas.Object((action.Name, Of(form.Schema)));
        body.AdditionalPropertiesAllowed = false;
        body.Description = $"The form from {form.Since} on.";
        body.AddExtension(VersionMark.Name, VersionMark.Of(form.Since));
        return body;
    }

    private static OpenApiSchema Of(PythonSchema schema, string? meaning = null)
    {
        var description = FaultSchemas.Of(schema.Types.Select(TypeOf).Aggregate((one, other) => one | other), meaning);
        if (schema.Values is { } values)
            description.Enum = [.. values.Select(ToJson)];
        description.Minimum = schema.Minimum?.ToString(CultureInfo.InvariantCulture);
        description.Maximum = schema.Maximum?.ToString(CultureInfo.InvariantCulture);
        description.MinLength = schema.MinLength;
        description.MaxLength = schema.MaxLength;
        description.Pattern = schema.Pattern?.ToString();
        if (schema.Members is not { Count: > 0 } members)
            return description;
        description.Properties = members.ToDictionary(member => member.Name, IOpenApiSchema (member) => Of(member.Schema, member.Meaning));
        description.Required = members.Where(member => member.IsRequired).Select(member => member.Name).ToHashSet();
        description.AdditionalPropertiesAllowed = false;
        return description;
    }

    private static JsonSchemaType TypeOf(string name) => name switch
    {
        PythonSchema.Null => JsonSchemaType.Null,
        PythonSchema.Boolean => JsonSchemaType.Boolean,
        PythonSchema.Integer => JsonSchemaType.Integer,
        PythonSchema.String => JsonSchemaType.String,
        _ => JsonSchemaType.Object,
    };

    private static JsonNode ToJson(PythonValue value) => value switch
    {
        PythonValue.None => JsonNullSentinel.JsonNull,
        PythonValue.Bool flag => JsonValue.Create(flag.Value),
        _ => JsonValue.Create(PythonRepr.Str(value)),
    };
}
