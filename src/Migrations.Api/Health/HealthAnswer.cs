using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Migrations.Api.Wire;

namespace Migrations.Api.Health;

/// <summary>The outcome of the checks, written once: 200, or 503 while one of them is unhealthy.</summary>
internal sealed class HealthAnswer : IResult, IEndpointMetadataProvider
{
    private readonly int _status;
    private readonly byte[] _body;

    private HealthAnswer(HealthStatus status, HealthBody body)
    {
        _status = status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        _body = JsonSerializer.SerializeToUtf8Bytes(body, HealthJson.Default.HealthBody);
    }

    /// <summary>The service is as well as the worst of the checks.</summary>
    public static HealthAnswer Of(params IReadOnlyList<(string Name, HealthCheckResult Result)> checks)
    {
        var worst = checks.Select(check => check.Result.Status).DefaultIfEmpty(HealthStatus.Healthy).Min();
        return new HealthAnswer(worst, Body(worst, checks));
    }

    public static HealthBody Body(HealthStatus status, IEnumerable<(string Name, HealthCheckResult Result)> checks) => new(
        status.ToString(),
        checks.ToDictionary(check => check.Name, check => new HealthCheckBody(check.Result.Status.ToString(), check.Result.Description)));

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(HealthBody), [ContentTypes.Json]));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = _status;
        httpContext.Response.ContentType = ContentTypes.OfAnswer(httpContext.Request);
        httpContext.Response.ContentLength = _body.Length;
        httpContext.Response.Headers.CacheControl = "no-store";
        await httpContext.Response.BodyWriter.WriteAsync(_body, httpContext.RequestAborted);
    }
}
