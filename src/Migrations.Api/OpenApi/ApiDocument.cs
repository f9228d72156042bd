using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Migrations.Api.Wire;

namespace Migrations.Api.OpenApi;

/// <summary>The API document in bytes: written when it is first asked for, and kept.</summary>
internal sealed class ApiDocument([FromKeyedServices(ApiDocument.Name)] IOpenApiDocumentProvider provider)
{
    public const string Name = "v2.1";

    private readonly Lock _gate = new();
    private Task<byte[]>? _bytes;

    public Task<byte[]> BytesAsync()
    {
        lock (_gate)
            return _bytes ??= WriteAsync();
    }

    private async Task<byte[]> WriteAsync()
    {
        var document = await provider.GetOpenApiDocumentAsync();
        using var buffer = new MemoryStream();
        await document.SerializeAsJsonAsync(buffer, OpenApiSpecVersion.OpenApi3_1);
        return buffer.ToArray();
    }
}

/// <summary>The API document, which needs no token, and in development a page to read it and to try the calls.</summary>
internal static class ApiDocumentRoutes
{
    private const string Folder = "openapi";
    private const string Address = $"/{Folder}/{ApiDocument.Name}.json";

    public static void MapApiDocument(this IEndpointRouteBuilder app) =>
        app.MapGet(Address, async (HttpContext context, ApiDocument document) =>
        {
            var bytes = await document.BytesAsync();
            context.Response.ContentType = ContentTypes.Json;
            context.Response.ContentLength = bytes.Length;
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }).ExcludeFromDescription();

    /// <summary>The page at <c>/openapi/</c>; its scripts come from this process, so that closed networks have it too.</summary>
    public static void UseApiPage(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
            app.UseSwaggerUI(page =>
            {
                page.RoutePrefix = Folder;
                page.DocumentTitle = "Server migrations";
                page.SwaggerEndpoint(Address, ApiDocument.Name);
                page.EnableDeepLinking();
            });
    }
}
