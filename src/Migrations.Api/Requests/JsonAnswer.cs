using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Migrations.Api.Requests;

/// <summary>A successful answer: JSON of known length, without a charset, as Nova sends it.</summary>
public sealed class JsonAnswer<T>(T body, JsonTypeInfo<T> type) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, type);
        httpContext.Response.ContentType = ContentTypes.OfAnswer(httpContext.Request);
        httpContext.Response.ContentLength = bytes.Length;
        await httpContext.Response.Body.WriteAsync(bytes, httpContext.RequestAborted);
    }
}
