using Migrations.Api.Pipeline;
using Migrations.Api.Policies;
using Migrations.Api.Wire;

namespace Migrations.Api.Calls;

/// <summary>
/// A call of the compute API. It stands beside its handler and says everything else that is true of the call: the checks before
/// the handler, the policy report and the API document all read it. Metadata of the call's endpoints.
/// </summary>
/// <param name="Name">The call's name in the API document, by which generated clients know it.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Route">The path below the versioned roots.</param>
internal sealed record ComputeCall(string Name, string Method, string Route) : DescribedCall(Name)
{
    /// <summary>The parameter of a route that names the server.</summary>
    public const string Server = "server";

    /// <summary>The parameter of a route that is the id of a migration.</summary>
    public const string Migration = "migration";

    /// <summary>Maps the route to the handler.</summary>
    public required Func<ComputeCall, IEndpointRouteBuilder, RouteHandlerBuilder> Handler { get; init; }

    /// <summary>The heading in the API document.</summary>
    public required string Group { get; init; }

    /// <summary>The version that brought the call; before, there is no such resource.</summary>
    public Microversion Since { get; init; } = Microversion.Minimum;

    /// <summary>The action that the body must name; null for calls whose body is ignored.</summary>
    public BodyAction? Action { get; init; }

    /// <summary>The form of the body of a call that names no action; null for calls whose body is ignored.</summary>
    public BodyForm? Body { get; init; }

    /// <summary>From this version on, query parameters are refused; null for calls that ignore them, or check them in the handler.</summary>
    public Microversion? StrictQuerySince { get; init; }

    /// <summary>Refuses query parameters before the server is looked up; null for calls that check them in the handler, or not at all.</summary>
    public Func<IQueryCollection, Microversion, Fault?>? CheckQuery { get; init; }

    /// <summary>The rule that guards the call; null for calls that only identity guards. It is asked about the server, if the route names one.</summary>
    public PolicyRule? Rule { get; init; }

    /// <summary>The rules that the handler asks.</summary>
    public IReadOnlyList<PolicyRule> FurtherRules { get; init; } = [];

    /// <summary>All rules that are asked for the call.</summary>
    public IEnumerable<PolicyRule> Rules => Rule is null ? FurtherRules : [Rule, .. FurtherRules];

    /// <summary>From this version on, the server may be a deleted one; null for calls that never find those.</summary>
    public Microversion? FindsDeletedSince { get; init; }

    /// <summary>Whether the number of such calls per caller is limited; see <see cref="CommandRate"/>.</summary>
    public bool IsLimited { get; init; }

    /// <summary>Whether the call is about one server, which its handler then gets as a <see cref="ServerRequest"/>.</summary>
    public bool IsOfServer { get; } = Route.Contains($"{{{Server}}}", StringComparison.Ordinal);

    public void Map(IEndpointRouteBuilder root) => Handler(this, root).WithMetadata(this).WithTags(Group);
}
