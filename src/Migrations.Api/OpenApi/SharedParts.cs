using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Migrations.Api.OpenApi.Answers;

namespace Migrations.Api.OpenApi;

/// <summary>The parts of the document that calls refer to.</summary>
internal static class SharedParts
{
    public static Task ApplyAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        Tokens.AddTo(document);
        Headers.AddTo(document);
        FaultSchemas.AddTo(document);
        SharedAnswers.AddTo(document);
        return Task.CompletedTask;
    }
}
