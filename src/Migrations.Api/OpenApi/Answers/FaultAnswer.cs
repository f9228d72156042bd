using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Migrations.Api.Requests;

namespace Migrations.Api.OpenApi.Answers;

/// <summary>The answer of one status: why it is given, with the real body for each reason.</summary>
internal static class FaultAnswer
{
    public static OpenApiResponse Of(IReadOnlyCollection<Refusal> refusals, IOpenApiSchema schema) => new()
    {
        Description = string.Join(" ", refusals.Select(refusal => refusal.When + ".")),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [ContentTypes.Json] = new()
            {
                Schema = schema,
                Examples = refusals.ToDictionary(KeyOf, IOpenApiExample (refusal) => new OpenApiExample
                {
                    Summary = refusal.When,
                    Value = JsonNode.Parse(refusal.Fault.Encode()),
                }),
            },
        },
    };

    private static string KeyOf(Refusal refusal) =>
        string.Concat(refusal.When.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '.' ? letter : '-'));
}
