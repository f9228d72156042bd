using System.Buffers;
using System.Diagnostics;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Migrations.Api.Wire;

namespace Migrations.Api.Pipeline;

/// <summary>Gives the envelope to refusals of requests that the web server cannot read: they never reach a middleware.</summary>
/// <remarks>
/// The web server reports them when their status is set and nothing has been sent yet. It has no body to write to then,
/// so the body goes into the connection behind the headers. After that the web server closes the connection.
/// </remarks>
internal static class UnreadableRequests
{
    private const string Refused = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    private static readonly ReadRequest Read = new();

    /// <summary>Goes first, so that it sees every request that was read.</summary>
    public static void UseUnreadableRequests(this IApplicationBuilder app)
    {
        app.ApplicationServices.GetRequiredService<DiagnosticListener>().Subscribe(new Refusals(), name => name == Refused);
        app.Use((context, next) =>
        {
            context.Features.Set(Read);
            return next(context);
        });
    }

    private static void Answer(IFeatureCollection refused)
    {
        // A request that was read has middleware that answers it. Streams of HTTP/2 share their connection.
        if (refused.Get<ReadRequest>() is not null
            || refused.Get<IHttpResponseFeature>() is not { HasStarted: false } response
            || refused.Get<IHttpResponseBodyFeature>() is not { } body
            || refused.Get<IHttp2StreamIdFeature>() is not null
            || refused.Get<IConnectionTransportFeature>() is not { } connection)
            return;
        var content = Fault.Unreadable(response.StatusCode).Encode();
        response.Headers.ContentType = Fault.ContentType;
        response.Headers.ContentLength = content.Length;
        response.Headers.Connection = "close";
        if (body.StartAsync().IsCompletedSuccessfully && refused.Get<IHttpRequestFeature>()?.Method != HttpMethods.Head)
            connection.Transport.Output.Write(content);
    }

    /// <summary>The mark of a request that has reached the middleware; the web server forgets it before the next one.</summary>
    private sealed class ReadRequest;

    private sealed class Refusals : IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value is { Key: Refused, Value: IFeatureCollection refused })
                Answer(refused);
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
