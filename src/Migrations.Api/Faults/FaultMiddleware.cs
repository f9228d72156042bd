using Microsoft.AspNetCore.Http.Features;

namespace Migrations.Api.Faults;

/// <summary>Gives every answer that the framework, or an exception, leaves without a body the envelope that clients read.</summary>
internal sealed partial class FaultMiddleware(RequestDelegate next, ILogger<FaultMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
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
        return Fault.OfStatus(status, context.Request.Method).ExecuteAsync(context);
    }

    [LoggerMessage(EventIds.RequestFailed, LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogFailed(Exception exception, string method, string path);
}
