using System.Reflection;
using Migrations.Api.Python;
using Migrations.Api.Wire;

namespace Migrations.Api.Calls;

/// <summary>The body of an action: an object whose only key names the action.</summary>
internal sealed class ActionBody
{
    private readonly PythonValue? _body;

    private ActionBody(PythonValue? body) => _body = body;

    /// <summary>Reads the whole body. A body that is not JSON is refused by <see cref="CheckName"/>.</summary>
    /// <exception cref="BadHttpRequestException">As for <see cref="JsonBody.ReadValueAsync"/>.</exception>
    public static async Task<ActionBody> ReadAsync(HttpRequest request) => new(await JsonBody.ReadValueAsync(request));

    /// <summary>Whether the body names this action; JSON that has no keys names a resource that does not exist.</summary>
    public Fault? CheckName(BodyAction action) => _body switch
    {
        PythonValue.Dict { Items: { Count: 1 } items } => items.GetAt(0).Key == action.Name
            ? null
            : Fault.BadRequest($"There is no such action: {items.GetAt(0).Key}"),
        PythonValue.List { Items.Count: 1 } => Fault.ResourceNotFound,
        PythonValue.Str { Value: var text } when text.EnumerateRunes().Count() == 1 => Fault.ResourceNotFound,
        null or PythonValue.Dict or PythonValue.List or PythonValue.Str => JsonBody.Malformed,
        _ => Fault.ResourceNotFound,
    };

    /// <summary>Whether the action's value has the form that it has in this version. The name has been checked.</summary>
    public Fault? CheckValue(BodyAction action, Microversion version) =>
        action.FormAt(version).Schema.Check(action.Name, Value) is { } violation
            ? Fault.BadRequest($"Invalid input for field/attribute {violation.Name}. "
                + $"Value: {PythonRepr.Str(violation.Value)}. {violation.Problem}")
            : null;

    /// <summary>The action's value. The name has been checked.</summary>
    public PythonValue Value => ((PythonValue.Dict)_body!).Items.GetAt(0).Value;

    public static ValueTask<ActionBody?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult(context.Features.Get<ActionBody>());
}
