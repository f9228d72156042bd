using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ApiExplorer;

namespace Migrations.Api.OpenApi;

/// <summary>Describes the endpoints that answer every method as GET ones; the framework leaves them out.</summary>
internal sealed class AnyMethodDescriptions(EndpointDataSource endpoints) : IApiDescriptionProvider
{
    public int Order => 0;

    public void OnProvidersExecuting(ApiDescriptionProviderContext context)
    {
        foreach (var endpoint in endpoints.Endpoints.OfType<RouteEndpoint>())
            if (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is null
                && endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is not { ExcludeFromDescription: true })
                context.Results.Add(Describe(endpoint));
    }

    public void OnProvidersExecuted(ApiDescriptionProviderContext context)
    {
    }

    private static ApiDescription Describe(RouteEndpoint endpoint)
    {
        var description = new ApiDescription
        {
            HttpMethod = HttpMethods.Get,
            RelativePath = endpoint.RoutePattern.RawText!.TrimStart('/'),
            ActionDescriptor = new ActionDescriptor { EndpointMetadata = [.. endpoint.Metadata] },
        };
        foreach (var answer in endpoint.Metadata.OfType<IProducesResponseTypeMetadata>())
            description.SupportedResponseTypes.Add(new ApiResponseType
            {
                StatusCode = answer.StatusCode,
                Type = answer.Type,
                Description = answer.Description,
                ApiResponseFormats = [.. answer.ContentTypes.Select(type => new ApiResponseFormat { MediaType = type })],
            });
        return description;
    }
}
