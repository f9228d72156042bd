using System.Reflection;
using Migrations.Api.Identity;
using Migrations.Api.Microversions;

namespace Migrations.Api.Requests;

/// <summary>A request that has passed the checks that all compute calls share.</summary>
public sealed record ComputeRequest(Microversion Version, Caller Caller, string Id)
{
    /// <summary>Hands a handler the request that <see cref="ComputeCallMiddleware"/> has checked.</summary>
    public static ValueTask<ComputeRequest?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult(context.Features.Get<ComputeRequest>());
}
