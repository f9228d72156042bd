using System.Buffers;
using Migrations.Api.Identity;
using Migrations.Api.Wire;

namespace Migrations.Api.Calls;

/// <summary>The roots of the compute API: the current one, and the old one without microversions.</summary>
internal static class ComputeRoutes
{
    public const string Current = "/v2.1";
    public const string Legacy = "/v2";
}

/// <summary>Marks the endpoints below <c>/v2</c>, which knows no microversions.</summary>
internal sealed class LegacyRoot;

/// <summary>The optional project id in compute URLs: lower-case hex digits and dashes, and the caller's own.</summary>
internal sealed class ProjectInUrl : IRouteConstraint
{
    public const string Name = "project";
    private static readonly SearchValues<char> Allowed = SearchValues.Create("0123456789abcdef-");

    public bool Match(
        HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        values[routeKey] is string project && !project.AsSpan().ContainsAnyExcept(Allowed);

    /// <summary>The project of a request's URL as the beginning of a path, for links; empty without one.</summary>
    public static string PathOf(HttpRequest request) => request.RouteValues[Name] is string project ? "/" + project : "";

    /// <summary>An anonymous administrator has no project of its own and may name any.</summary>
    public static Fault? Check(HttpRequest request, Caller caller) =>
        request.RouteValues[Name] is string project && !caller.IsAnonymous && project != caller.ProjectId
            ? Fault.BadRequest($"Malformed request URL: URL's project_id '{project}' doesn't match "
                + $"Context's project_id '{caller.ProjectId ?? "None"}'")
            : null;
}
