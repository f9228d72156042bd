using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

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
