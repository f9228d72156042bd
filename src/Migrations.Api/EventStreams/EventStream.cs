using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Migrations.Api.EventStreams.Editions;
using Migrations.Api.Identity;

namespace Migrations.Api.EventStreams;

/// <summary>An answer that goes on until its reader leaves, its token ends, the service stops, or there is nothing left to follow.</summary>
internal sealed class EventStream(Caller caller, Viewer viewer, StreamForm form, StreamSender sender) : IResult, IEndpointMetadataProvider
{
    public const string ContentType = "text/event-stream";

    /// <summary>Names the last event that a reader knows.</summary>
    public const string LastEventId = "Last-Event-ID";

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), [ContentType]));

    /// <summary>The event after which the reader goes on; null to begin anew.</summary>
    public static long? ResumesAfter(HttpRequest request) =>
        request.Headers[LastEventId].ToString() is var text && text == "0" ? 0 : MigrationId.Parse(text);

    public Task ExecuteAsync(HttpContext httpContext) =>
        sender.SendAsync(httpContext, caller, viewer, form, ResumesAfter(httpContext.Request));
}
