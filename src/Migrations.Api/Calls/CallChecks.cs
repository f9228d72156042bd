using System.Reflection;
using Migrations.Api.Identity;
using Migrations.Api.Policies;
using Migrations.Api.Python;
using Migrations.Api.Wire;
using Migrations.Operations;

namespace Migrations.Api.Calls;

/// <summary>The checks that compute calls share, in Nova's order. Goes after routing and identity.</summary>
internal sealed class CallChecks(
    RequestDelegate next, ServerLookup servers, IPolicy policy, UnversionedClients unversioned)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata is not { } metadata || metadata.GetMetadata<ComputeCall>() is not { } call)
        {
            await next(context);
            return;
        }

        // Identity goes by the path. A call that it has let through without a caller is refused all the same.
        if (Caller.Of(context) is not { } caller)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var version = Microversion.Minimum;
        var fault = (metadata.GetMetadata<LegacyRoot>() is null ? Negotiation.Negotiate(context, out version) : null)
            ?? ContentTypes.Check(context.Request);
        var action = fault is null && call.Action is not null ? await ActionBody.ReadAsync(context.Request) : null;
        var body = fault is null && call.Body is not null ? await JsonBody.ReadAsync(context.Request) : null;
        var serverId = call.IsOfServer ? (string)context.Request.RouteValues[ComputeCall.Server]! : null;
        Server? server = null;
        fault ??= action?.CheckName(call.Action!)
            ?? ProjectInUrl.Check(context.Request, caller)
            ?? CheckVersion(context, call, version)
            ?? action?.CheckValue(call.Action!, version)
            ?? body?.Check(call.Body!)
            ?? (version >= call.StrictQuerySince ? StrictQuery.Check(context.Request.Query) : null)
            ?? call.CheckQuery?.Invoke(context.Request.Query, version)
            ?? (serverId is null ? null : servers.Find(serverId, caller, version >= call.FindsDeletedSince, out server) ?? CheckRule(call, caller, server!));
        if (fault is not null)
        {
            await fault.ExecuteAsync(context);
            return;
        }

        context.Features.Set(action);
        context.Features.Set(body);
        context.Features.Set(server is null
            ? new ComputeRequest(version, caller, context.TraceIdentifier)
            : new ServerRequest(version, caller, context.TraceIdentifier, server, serverId!));
        await next(context);
    }

    private Fault? CheckVersion(HttpContext context, ComputeCall call, Microversion version)
    {
        if (version >= call.Since)
            return null;
        unversioned.Note(context);
        return Fault.ResourceNotFound;
    }

    private Fault? CheckRule(ComputeCall call, Caller caller, Server server) =>
        call.Rule is { } rule ? policy.Check(rule.Name, caller, server.ProjectId) : null;
}

/// <summary>Refuses query parameters that a call does not know.</summary>
internal static class StrictQuery
{
    /// <summary>Refuses those that the version does not know.</summary>
    public static Fault? Check(IQueryCollection query, Microversion version, IEnumerable<QueryParameter> parameters) =>
        Check(query, [.. parameters.Where(parameter => parameter.Since <= version).Select(parameter => parameter.Name)]);

    public static Fault? Check(IQueryCollection query, params ReadOnlySpan<string> known)
    {
        var unknown = new List<string>();
        foreach (var name in query.Keys)
            if (!known.Contains(name))
                unknown.Add(name);
        return PythonSchema.CheckUnexpected(unknown) is { } problem ? Fault.BadRequest(problem) : null;
    }
}

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

    /// <summary>The caller as the one who asks for something.</summary>
    public Requester Requester => new(Caller.UserId, Caller.ProjectId, Id);

    /// <summary>The caller's request to command a migration of this server.</summary>
    /// <param name="migration">The migration's id as the caller wrote it.</param>
    public CommandRequest ToCommand(string migration, IPolicy policy) =>
        new(Server, ServerId, migration, Requester, policy.IsAdministrator(Caller));
}
