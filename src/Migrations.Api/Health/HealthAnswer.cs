using Microsoft.Extensions.Diagnostics.HealthChecks;
using Migrations.Api.Wire;

namespace Migrations.Api.Health;

/// <summary>Writes what the checks have found.</summary>
internal static class HealthAnswer
{
    public static Task WriteAsync(HttpContext context, HealthReport report) =>
        new JsonAnswer<HealthBody>(HealthBody.Of(report), HealthJson.Default.HealthBody).ExecuteAsync(context);
}
