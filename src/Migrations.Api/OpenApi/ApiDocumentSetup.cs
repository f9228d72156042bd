using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Migrations.Api.Health;
using Migrations.Api.MigrationHistory;
using Migrations.Api.MigrationPolicies;
using Migrations.Api.ServerActions;
using Migrations.Api.ServerMigrations;
using Migrations.Api.Servers;
using Migrations.Api.Versions;

namespace Migrations.Api.OpenApi;

/// <summary>What goes into the API document, one transformer per concern. Nothing runs before it is asked for.</summary>
internal static class ApiDocumentSetup
{
    public static IServiceCollection AddApiDocument(this IServiceCollection services)
    {
        services.AddOpenApi(ApiDocument.Name, document =>
        {
            document.CreateSchemaReferenceId = SchemaNames.Of;
            document.AddSchemaTransformer(FieldRules.Apply);
            document.AddOperationTransformer(CallParts.Apply);
            document.AddOperationTransformer(RefusalAnswers.ApplyAsync);
            document.AddOperationTransformer(Headers.Apply);
            document.AddDocumentTransformer(Introduction.Apply);
            document.AddDocumentTransformer(AddSharedParts);
        });
        services.ConfigureHttpJsonOptions(http => Describe(http.SerializerOptions));
        services.AddSingleton<IApiDescriptionProvider, AnyMethodDescriptions>();
        return services.AddSingleton<ApiDocument>();
    }

    /// <summary>The parts of the document that calls refer to.</summary>
    private static Task AddSharedParts(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        CallParts.AddTokenTo(document);
        Headers.AddTo(document);
        FaultSchemas.AddTo(document);
        SharedAnswers.AddTo(document);
        return Task.CompletedTask;
    }

    /// <summary>The document's schemas come from the writers of the bodies; handlers write them by themselves.</summary>
    private static void Describe(JsonSerializerOptions bodies)
    {
        bodies.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        bodies.NumberHandling = JsonNumberHandling.Strict;
        bodies.TypeInfoResolverChain.Add(MigrationsJson.Default);
        bodies.TypeInfoResolverChain.Add(HistoryJson.Default);
        bodies.TypeInfoResolverChain.Add(ServerActionsJson.Default);
        bodies.TypeInfoResolverChain.Add(ServersJson.Default);
        bodies.TypeInfoResolverChain.Add(ProgressJson.Default);
        bodies.TypeInfoResolverChain.Add(SamplesJson.Default);
        bodies.TypeInfoResolverChain.Add(PolicyJson.Default);
        bodies.TypeInfoResolverChain.Add(VersionsJson.Default);
        bodies.TypeInfoResolverChain.Add(HealthJson.Default);
    }
}
