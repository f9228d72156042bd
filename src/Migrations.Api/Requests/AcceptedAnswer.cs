namespace Migrations.Api.Requests;

/// <summary>An accepted command: 202 with an empty body that is called JSON, as Nova sends it.</summary>
public sealed class AcceptedAnswer : IResult
{
    public static AcceptedAnswer Empty { get; } = new();

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status202Accepted;
        httpContext.Response.ContentType = ContentTypes.OfAnswer(httpContext.Request);
        httpContext.Response.ContentLength = 0;
        return Task.CompletedTask;
    }
}
