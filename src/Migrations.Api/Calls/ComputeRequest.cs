using System.Reflection;
using Migrations.Api.Identity;
using Migrations.Api.Policies;
using Migrations.Api.Wire;
using Migrations.Operations;

namespace Migrations.Api.Calls;

/// <summary>A request that has passed the checks that all compute calls share; see <see cref="CallChecks"/>.</summary>
public record ComputeRequest(Microversion Version, Caller Caller, string Id)
{
    public static ValueTask<ComputeRequest?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult(context.Features.Get<ComputeRequest>());
}

/// <summary>A request about a server that has been found, and that the caller may make.</summary>
/// <param name="ServerId">The server's id as the caller wrote it; refusals repeat it.</param>
public sealed record ServerRequest(Microversion Version, Caller Caller, string Id, Server Server, string ServerId)
    : ComputeRequest(Version, Caller, Id)
{
    public static new ValueTask<ServerRequest?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult(context.Features.Get<ComputeRequest>() as ServerRequest);

    /// <summary>The caller's wish to command a migration of this server.</summary>
    /// <param name="migration">The migration's id as the caller wrote it.</param>
    public CommandRequest ToCommand(string migration, IPolicy policy) =>
        new(Server, ServerId, migration, new Requester(Caller.UserId, Caller.ProjectId, Id), policy.IsAdministrator(Caller));
}
