using System.Reflection;
using System.Text.Json.Nodes;
using Migrations.Api.Pipeline;
using Migrations.Api.Python;
using Migrations.Api.Wire;

namespace Migrations.Api.Calls;

/// <summary>The body of a call that has one form only.</summary>
/// <param name="Example">A body of this form.</param>
internal sealed record BodyForm(PythonSchema Schema, JsonNode Example);

/// <summary>A JSON body as it was sent.</summary>
internal sealed class JsonBody
{
    public static readonly Fault Malformed = Fault.BadRequest("Malformed request body");
    private readonly PythonValue? _value;

    private JsonBody(PythonValue? value) => _value = value;

    /// <summary>The body. Its form has been checked.</summary>
    public PythonValue Value => _value!;

    /// <summary>Reads the whole body. A body that is not JSON is refused by <see cref="Check"/>.</summary>
    /// <exception cref="BadHttpRequestException">As for <see cref="ReadValueAsync"/>.</exception>
    public static async Task<JsonBody> ReadAsync(HttpRequest request) => new(await ReadValueAsync(request));

    /// <summary>Reads the whole body.</summary>
    /// <returns>Null when it is not JSON.</returns>
    /// <exception cref="BadHttpRequestException">The body is longer than <see cref="BodyLimit"/>, cut off, or has chunks without a size.</exception>
    public static async Task<PythonValue?> ReadValueAsync(HttpRequest request)
    {
        using var buffer = new MemoryStream();
        try
        {
            await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            throw new BadHttpRequestException(e.Message, e);
        }
        return PythonJson.Parse(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <summary>Whether the body has this form. As in Nova, a mistake of the body as a whole is told without the body.</summary>
    public Fault? Check(BodyForm form)
    {
        if (_value is null)
            return Malformed;
        return form.Schema.Check("", _value) is not { } violation ? null : Fault.BadRequest(violation.Name.Length == 0
            ? violation.Problem
            : $"Invalid input for field/attribute {violation.Name}. Value: {PythonRepr.Str(violation.Value)}. {violation.Problem}");
    }

    public static ValueTask<JsonBody?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult(context.Features.Get<JsonBody>());
}
