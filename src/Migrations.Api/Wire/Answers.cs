using System.Buffers;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Metadata;

namespace Migrations.Api.Wire;

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

/// <summary>A successful answer whose parts have been written before.</summary>
/// <typeparam name="T">The body that they are together.</typeparam>
public sealed class WrittenAnswer<T>(params byte[][] parts) : IResult, IEndpointMetadataProvider
{
    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), [ContentTypes.Json]));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var length = 0;
        foreach (var part in parts)
            length += part.Length;
        httpContext.Response.ContentType = ContentTypes.OfAnswer(httpContext.Request);
        httpContext.Response.ContentLength = length;
        foreach (var part in parts)
            httpContext.Response.BodyWriter.Write(part);
        await httpContext.Response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }
}

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

/// <summary>Nova checks the content type of every call, also of those without a body, and is particular about case.</summary>
internal static class ContentTypes
{
    public const string Json = "application/json";

    /// <summary>Accepted as a request's type, and given back as the answer's when it is asked for.</summary>
    public const string Compute = "application/vnd.openstack.compute+json";

    public static Fault Unsupported { get; } = new(415, "Unsupported Content-Type");

    public static Fault? Check(HttpRequest request)
    {
        var type = request.Headers.ContentType.ToString().AsSpan();
        var end = type.IndexOf(';');
        return (end < 0 ? type : type[..end]).Trim() switch
        {
            "" or Json or Compute or "text/plain" => null,
            _ => Unsupported,
        };
    }

    /// <summary>The content type of a successful answer.</summary>
    public static string OfAnswer(HttpRequest request) =>
        request.Headers.Accept.ToString().Trim() == Compute ? Compute : Json;
}
