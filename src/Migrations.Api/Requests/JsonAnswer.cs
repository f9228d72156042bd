using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Metadata;

namespace Migrations.Api.Requests;

/// <summary>A successful answer: JSON of known length, without a charset, as Nova sends it.</summary>
public sealed class JsonAnswer<T>(T body, JsonTypeInfo<T> type) : IResult, IEndpointMetadataProvider
{
    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), [ContentTypes.Json]));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, type);
        httpContext.Response.ContentType = ContentTypes.OfAnswer(httpContext.Request);
        httpContext.Response.ContentLength = bytes.Length;
        await httpContext.Response.Body.WriteAsync(bytes, httpContext.RequestAborted);
    }
}
