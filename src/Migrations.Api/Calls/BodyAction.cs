using System.Text.Json.Nodes;
using Migrations.Api.Python;
using Migrations.Api.Wire;

namespace Migrations.Api.Calls;

/// <summary>An action that the body of a call must name, and what its value must be.</summary>
/// <param name="Name">The only key of the body.</param>
/// <param name="Forms">The forms of the value, oldest first; the first is that of the oldest version.</param>
internal sealed record BodyAction(string Name, params IReadOnlyList<ActionForm> Forms)
{
    /// <summary>An action that needs no more than its name.</summary>
    public static BodyAction WithoutValue(string name) =>
        new(name, new ActionForm(Microversion.Minimum, new PythonSchema(PythonSchema.Null), Example: null));

    public ActionForm FormAt(Microversion version) => Forms.Last(form => version >= form.Since);
}

/// <summary>The form of an action's value.</summary>
/// <param name="Since">The version that brought it.</param>
/// <param name="Example">A value of this form.</param>
internal sealed record ActionForm(Microversion Since, PythonSchema Schema, JsonNode? Example);
