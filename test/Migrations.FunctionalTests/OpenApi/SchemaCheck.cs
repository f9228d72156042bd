using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Migrations.FunctionalTests.OpenApi;

/// <summary>Compares a value with a schema of the document, more strictly than a validator: nothing undocumented may be there.</summary>
internal sealed class SchemaCheck(DocumentedApi api)
{
    private static readonly HashSet<string> Known =
    [
        "type", "properties", "required", "additionalProperties", "items", "enum", "pattern", "format",
        "minProperties", "maxProperties", "description", "x-openstack",
    ];

    private readonly List<string> _problems = [];

    public static IReadOnlyList<string> Problems(DocumentedApi api, JsonNode schema, JsonNode? value)
    {
        var check = new SchemaCheck(api);
        check.Compare(api.Resolve(schema), value, "$");
        return check._problems;
    }

    private void Compare(JsonObject schema, JsonNode? value, string at)
    {
        Require(schema.All(keyword => Known.Contains(keyword.Key)), at, $"the schema has an unknown keyword: {schema}");
        var types = schema["type"] is JsonArray several
            ? several.Select(type => type!.GetValue<string>()).ToList()
            : [schema["type"]!.GetValue<string>()];
        Require(types.Contains(TypeOf(value)) || (TypeOf(value) == "integer" && types.Contains("number")), at, $"{TypeOf(value)} is not {string.Join(" or ", types)}");
        if (value is JsonObject fields)
            CompareFields(schema, fields, at);
        else if (value is JsonArray items)
            foreach (var (index, item) in items.Index())
                Compare(api.Resolve(schema["items"]!), item, $"{at}[{index}]");
        else if (TypeOf(value) == "string")
            CompareText(schema, value!.GetValue<string>(), at);
    }

    private void CompareFields(JsonObject schema, JsonObject fields, string at)
    {
        foreach (var name in schema["required"]?.AsArray() ?? [])
            Require(fields.ContainsKey(name!.GetValue<string>()), at, $"{name} is missing");
        Require(fields.Count >= Number(schema["minProperties"], 0), at, "too few fields");
        Require(fields.Count <= Number(schema["maxProperties"], int.MaxValue), at, "too many fields");
        foreach (var (name, value) in fields)
            if ((schema["properties"]?[name] ?? schema["additionalProperties"]) is JsonObject field)
                Compare(api.Resolve(field), value, $"{at}.{name}");
            else
                Require(false, at, $"{name} is not documented");
    }

    private void CompareText(JsonObject schema, string text, string at)
    {
        Require(schema["pattern"] is not { } pattern || Regex.IsMatch(text, pattern.GetValue<string>()), at, $"{text} has another form");
        Require(schema["enum"] is not JsonArray words || words.Any(word => word!.GetValue<string>() == text), at, $"{text} is not listed");
        Require(schema["format"]?.GetValue<string>() != "uuid" || Guid.TryParseExact(text, "D", out _), at, $"{text} is no UUID");
    }

    private void Require(bool holds, string at, string problem)
    {
        if (!holds)
            _problems.Add($"{at}: {problem}");
    }

    private static int Number(JsonNode? node, int otherwise) => node?.GetValue<int>() ?? otherwise;

    private static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.ToJsonString().Contains('.', StringComparison.Ordinal) ? "number" : "integer",
        _ => "boolean",
    };
}
