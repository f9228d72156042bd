using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Migrations.Api.OpenApi;

/// <summary>The headers that say of a migration's numbers that they are not fresh.</summary>
internal static class StaleHeaders
{
    public static Task Apply(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (operation.OperationId is "listServerMigrations" or "showServerMigration"
            && operation.Responses!["200"].Headers is { } headers)
        {
            headers["Warning"] = Headers.Text("110 when readings of the hypervisor were missed, or could not be stored; absent while the numbers are fresh.");
            headers["Age"] = Headers.Text("With Warning, seconds since the oldest reading that is shown.");
        }
        return Task.CompletedTask;
    }
}
