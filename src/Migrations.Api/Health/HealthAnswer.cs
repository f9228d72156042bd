using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Migrations.Api.Requests;

namespace Migrations.Api.Health;

/// <summary>Writes <c>{"status": "Healthy", "checks": {"hypervisor": {"status": ..., "reason": ...}}}</c>.</summary>
internal static class HealthAnswer
{
    public static async Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = ContentTypes.Json;
        await using var json = new Utf8JsonWriter(context.Response.Body);
        json.WriteStartObject();
        json.WriteString("status", report.Status.ToString());
        json.WriteStartObject("checks");
        foreach (var (name, check) in report.Entries)
        {
            json.WriteStartObject(name);
            json.WriteString("status", check.Status.ToString());
            json.WriteString("reason", check.Description);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
