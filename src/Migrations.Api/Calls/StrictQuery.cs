using Migrations.Api.Python;
using Migrations.Api.Wire;

namespace Migrations.Api.Calls;

/// <summary>Refuses query parameters that a call does not know.</summary>
internal static class StrictQuery
{
    public static Fault? Check(IQueryCollection query, params ReadOnlySpan<string> known)
    {
        var unknown = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var name in query.Keys)
            if (!known.Contains(name))
                unknown.Add(PythonRepr.Of(name));
        return unknown.Count == 0
            ? null
            : Fault.BadRequest($"Additional properties are not allowed ({string.Join(", ", unknown)} "
                + $"{(unknown.Count == 1 ? "was" : "were")} unexpected)");
    }
}
