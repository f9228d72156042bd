using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Migrations.Api.Wire;

namespace Migrations.Api.Pipeline;

/// <summary>Writes Nova's envelope into answers that the framework or an exception leaves without a body.</summary>
internal sealed partial class FaultMiddleware(RequestDelegate next, ILogger<FaultMiddleware> logger)
{
    private const int SecondsToWait = 5;

    /// <summary>The answer while the database cannot be used. The reason is for the operator, in the log and at /healthz/ready.</summary>
    public static Fault StoreUnavailable { get; } = new(503, string.Create(CultureInfo.InvariantCulture,
        $"The database of this service cannot be used at present, and nothing was done. Try again in {SecondsToWait} s."))
    { RetryAfterSeconds = SecondsToWait };

    /// <summary>The answer while there is no memory for a better one.</summary>
    public static Fault MemoryExhausted { get; } = new(503, string.Create(CultureInfo.InvariantCulture,
        $"This service has no memory for the answer at present. Try again in {SecondsToWait} s."))
    { RetryAfterSeconds = SecondsToWait };

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (StoreUnavailableException) when (!context.Response.HasStarted)
        {
            await StoreUnavailable.ExecuteAsync(context);
        }
        catch (BadHttpRequestException e)
        {
            await AnswerAsync(context, e.StatusCode);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            LogFailed(e, context.Request.Method, context.Request.Path);
            if (e is OutOfMemoryException && !context.Response.HasStarted)
                await MemoryExhausted.ExecuteAsync(context);
            else
                await AnswerAsync(context, StatusCodes.Status500InternalServerError);
        }

        if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null })
            await AnswerAsync(context, context.Response.StatusCode);
    }

    private static Task AnswerAsync(HttpContext context, int status)
    {
        if (context.Response.HasStarted)
        {
            context.Features.Get<IHttpRequestLifetimeFeature>()?.Abort();
            return Task.CompletedTask;
        }
        return Of(status, context.Request.Method).ExecuteAsync(context);
    }

    /// <summary>The fault for a status that the framework has set without a body.</summary>
    private static Fault Of(int status, string method) => status switch
    {
        404 => Fault.ResourceNotFound,
        405 => Fault.MethodNotAllowed(method),
        413 => BodyLimit.TooLarge,
        415 => ContentTypes.Unsupported,
        >= 500 => Fault.Internal,
        _ => Fault.Unreadable(status),
    };

    [LoggerMessage(EventIds.RequestFailed, LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogFailed(Exception exception, string method, string path);
}
