using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Migrations.Api.Requests;

/// <summary>An accepted command: 202 with an empty body that is called JSON, as Nova sends it.</summary>
public sealed class AcceptedAnswer : IResult, IEndpointMetadataProvider
{
    public static AcceptedAnswer Empty { get; } = new();

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status202Accepted, typeof(void)));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status202Accepted;
        httpContext.Response.ContentType = ContentTypes.OfAnswer(httpContext.Request);
        httpContext.Response.ContentLength = 0;
        return Task.CompletedTask;
    }
}
