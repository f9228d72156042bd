using Migrations.Api.Microversions;

namespace Migrations.Api.Requests;

/// <summary>What the compute API asks of one of its calls; metadata of its endpoint.</summary>
/// <param name="Name">The call's name in the API document, by which generated clients know it.</param>
/// <param name="Since">The version that brought the call; before, there is no such resource.</param>
internal sealed record ComputeCall(string Name, Microversion Since)
{
    /// <summary>The action that the body must name; null for calls whose body is ignored.</summary>
    public string? Action { get; init; }

    /// <summary>From this version on, query parameters are refused; null for calls that ignore them.</summary>
    public Microversion? StrictQuerySince { get; init; }
}

/// <summary>Marks the endpoints below <c>/v2</c>, which knows no microversions.</summary>
internal sealed class LegacyRoot;
