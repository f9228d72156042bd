using Migrations.Api.Health;

namespace Migrations.Api.OpenApi.Examples;

/// <summary>A check that finds nothing, and one that finds the hypervisor gone.</summary>
internal static class HealthExample
{
    public static HealthBody Of(string operation, string status) => (operation, status) switch
    {
        ("checkLive", _) => new("Healthy", new Dictionary<string, HealthCheckBody>()),
        (_, "200") => new("Healthy", Hypervisor("Healthy", null)),
        _ => new("Unhealthy", Hypervisor("Unhealthy", "The hypervisor has not been asked yet.")),
    };

    private static Dictionary<string, HealthCheckBody> Hypervisor(string status, string? reason) =>
        new() { ["hypervisor"] = new HealthCheckBody(status, reason) };
}
