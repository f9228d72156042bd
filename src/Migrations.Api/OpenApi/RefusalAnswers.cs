using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Migrations.Api.Calls;
using Migrations.Api.Wire;

namespace Migrations.Api.OpenApi;

/// <summary>The refusals of each call: its own, by status, and those that all calls share.</summary>
internal static class RefusalAnswers
{
    public static async Task ApplyAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var call = context.Call();
        IEnumerable<Refusal> refusals = [.. call is ComputeCall compute ? await CallRefusals.OfAsync(compute) : [], .. call.Refusals()];
        var document = context.Document!;
        var answers = operation.Responses!.Select(answer => (Status: answer.Key, Answer: answer.Value))
            .Concat(refusals.GroupBy(
                refusal => refusal.Fault.Status,
                (status, group) => (Status: status.ToString(CultureInfo.InvariantCulture), Answer: (IOpenApiResponse)Of([.. group], document))))
            .Concat(SharedAnswers.Of(call as ComputeCall, document))
            .OrderBy(answer => answer.Status, StringComparer.Ordinal).ToList();
        operation.Responses = [];
        foreach (var (status, answer) in answers)
            operation.Responses.Add(status, answer);
    }

    /// <summary>The answer of one status: why it is given, with the real body for each reason.</summary>
    public static OpenApiResponse Of(IReadOnlyList<Refusal> refusals, OpenApiDocument document, IOpenApiSchema? schema = null) => new()
    {
        Description = string.Join(" ", refusals.Select(refusal => refusal.When + ".")),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [ContentTypes.Json] = new()
            {
                Schema = schema ?? FaultSchemas.Of(refusals[0].Fault, document),
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
