using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Migrations.Api.Requests;

/// <summary>A successful answer whose form depends on the microversion.</summary>
/// <typeparam name="TNewest">The newest form, which the API document describes.</typeparam>
public sealed class VersionedAnswer<TNewest>(IResult json) : IResult, IEndpointMetadataProvider
{
    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(TNewest), [ContentTypes.Json]));

    public Task ExecuteAsync(HttpContext httpContext) => json.ExecuteAsync(httpContext);
}
