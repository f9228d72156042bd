using Migrations.Api.Health;

namespace Migrations.Api.OpenApi.Examples;

/// <summary>A check that finds nothing, and one that finds the hypervisor gone.</summary>
internal static class HealthExample
{
    public static HealthBody Of(string operation, string status) => (operation, status) switch
    {
        ("checkLive", _) => new("Healthy", new Dictionary<string, HealthCheckBody>()),
        (_, "200") => new("Healthy", Checks("Healthy", null)),
        _ => new("Unhealthy", Checks("Unhealthy", "The hypervisor has not been asked yet.")),
    };

    private static Dictionary<string, HealthCheckBody> Checks(string hypervisor, string? reason) => new()
    {
        ["hypervisor"] = new HealthCheckBody(hypervisor, reason),
        ["database"] = new HealthCheckBody("Healthy", null),
    };
}
