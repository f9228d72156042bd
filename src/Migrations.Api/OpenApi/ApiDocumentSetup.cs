using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Migrations.Api.Health;
using Migrations.Api.MigrationHistory;
using Migrations.Api.OpenApi.Answers;
using Migrations.Api.OpenApi.Examples;
using Migrations.Api.Progress;
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
            document.AddOperationTransformer(CallNames.Apply);
            document.AddOperationTransformer(PathIds.Apply);
            document.AddOperationTransformer(HistoryQuery.Apply);
            document.AddOperationTransformer(ActionBodies.Apply);
            document.AddOperationTransformer(SuccessExamples.Apply);
            document.AddOperationTransformer(FaultAnswers.ApplyAsync);
            document.AddOperationTransformer(Tokens.Apply);
            document.AddOperationTransformer(Headers.Apply);
            document.AddOperationTransformer(StaleHeaders.Apply);
            document.AddDocumentTransformer(Introduction.Apply);
            document.AddDocumentTransformer(SharedParts.ApplyAsync);
        });
        services.ConfigureHttpJsonOptions(http => Describe(http.SerializerOptions));
        services.AddSingleton<IApiDescriptionProvider, AnyMethodDescriptions>();
        return services.AddSingleton<ApiDocument>();
    }

    /// <summary>The document's schemas come from the writers of the bodies; handlers write them by themselves.</summary>
    private static void Describe(JsonSerializerOptions bodies)
    {
        bodies.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        bodies.NumberHandling = JsonNumberHandling.Strict;
        bodies.TypeInfoResolverChain.Add(MigrationsJson.Default);
        bodies.TypeInfoResolverChain.Add(HistoryJson.Default);
        bodies.TypeInfoResolverChain.Add(ServersJson.Default);
        bodies.TypeInfoResolverChain.Add(ProgressJson.Default);
        bodies.TypeInfoResolverChain.Add(VersionsJson.Default);
        bodies.TypeInfoResolverChain.Add(HealthJson.Default);
    }
}
