using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Migrations.Api.Calls;
using Migrations.Api.Pipeline;
using Migrations.Api.Wire;

namespace Migrations.Api.OpenApi;

/// <summary>The headers that choose a version, and those of every answer below a versioned root.</summary>
internal static class Headers
{
    private static readonly string[] VersionHeaders = [Negotiation.Header, Negotiation.LegacyHeader];
    private static readonly string[] RequestIdHeaders = [RequestIds.Header, RequestIds.ComputeHeader];
    private static readonly string[] WithoutVersion = ["401", "413", "429"];

    public static Task Apply(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (!$"/{context.Description.RelativePath}".StartsWith(ComputeRoutes.Current, StringComparison.Ordinal))
            return Task.CompletedTask;
        operation.Parameters =
        [
            .. operation.Parameters ?? [],
            .. VersionHeaders.Select(header => new OpenApiParameterReference(header, context.Document)),
        ];
        foreach (var (status, answer) in operation.Responses!)
            if (answer is OpenApiResponse response)
                response.Headers = OfCall(status, context.Document!);
        if (operation.Responses.GetValueOrDefault("200") is OpenApiResponse { Headers: { } headers })
            foreach (var (name, meaning) in context.Call().Headers)
                headers[name] = Text(meaning);
        return Task.CompletedTask;
    }

    /// <summary>The headers of what a call answers itself: by then the version is known.</summary>
    private static Dictionary<string, IOpenApiHeader> OfCall(string status, OpenApiDocument document)
    {
        var headers = Answered("200", document);
        if (status == "429")
            headers["Retry-After"] = Text("Seconds to wait.");
        return headers;
    }

    /// <summary>A header of an answer.</summary>
    public static OpenApiHeader Text(string description) =>
        new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };

    /// <summary>References to the headers of an answer with this status.</summary>
    public static Dictionary<string, IOpenApiHeader> Answered(string status, OpenApiDocument document) =>
        RequestIdHeaders.Concat(WithoutVersion.Contains(status) ? [] : [.. VersionHeaders, "Vary"])
            .ToDictionary(name => name, IOpenApiHeader (name) => new OpenApiHeaderReference(name, document));

    public static void AddTo(OpenApiDocument document)
    {
        Request(document, Negotiation.Header, "compute 2.80",
            $"The service and the microversion, {Microversion.Minimum} to {Microversion.Maximum} or latest; "
            + $"{Microversion.Minimum} when no header names one. If several name compute, the last one counts.");
        Request(document, Negotiation.LegacyHeader, "2.80",
            $"The microversion alone, as older clients send it; {Negotiation.Header} takes precedence.");
        Answer(document, Negotiation.Header, "The version that was answered. Absent when the one asked for is malformed.");
        Answer(document, Negotiation.LegacyHeader, "The same, without the service.");
        Answer(document, "Vary", $"{Negotiation.Header} and {Negotiation.LegacyHeader}, in two lines.");
        Answer(document, RequestIdHeaders[0], "Names the request in the service's log: req- and a UUID.");
        Answer(document, RequestIdHeaders[1], "The same.");
    }

    private static void Request(OpenApiDocument document, string name, string example, string description) =>
        document.AddComponent(name, new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Header,
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            Example = example,
        });

    private static void Answer(OpenApiDocument document, string name, string description) =>
        document.AddComponent(name, Text(description));
}
