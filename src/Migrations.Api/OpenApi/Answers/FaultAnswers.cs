using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Migrations.Api.OpenApi.Answers;

/// <summary>The refusals of each call: its own, by status, and those that all calls share.</summary>
internal static class FaultAnswers
{
    public static async Task ApplyAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var call = context.ComputeCall();
        IEnumerable<Refusal> refusals =
        [
            .. VersionRefusals.Of(operation.OperationId),
            .. call is null ? [] : await CallRefusals.OfAsync(call),
            .. HandlerRefusals.Of(operation.OperationId),
        ];
        var document = context.Document!;
        var answers = operation.Responses!.Select(answer => (Status: answer.Key, Answer: answer.Value))
            .Concat(refusals.GroupBy(refusal => refusal.Fault.Status, (status, group) => Of(status, [.. group], document)))
            .Concat(SharedAnswers.Of(call is not null, context.IsLimited(), document))
            .OrderBy(answer => answer.Status, StringComparer.Ordinal).ToList();
        operation.Responses = [];
        foreach (var (status, answer) in answers)
            operation.Responses.Add(status, answer);
    }

    private static (string Status, IOpenApiResponse Answer) Of(int status, IReadOnlyList<Refusal> refusals, OpenApiDocument document) =>
        (status.ToString(CultureInfo.InvariantCulture), FaultAnswer.Of(refusals, FaultSchemas.Of(refusals[0].Fault, document)));
}
