using System.Globalization;
using System.Text.Json;

namespace Migrations.Api.Wire;

/// <summary>A refusal in Nova's JSON envelope: <c>{"NAME": {"code": 404, "message": "..."}}</c>.</summary>
public sealed record Fault(int Status, string Message) : IResult
{
    internal const string ContentType = "application/json; charset=UTF-8";

    /// <summary>webob/exc.py, HTTPServerError; Nova passes it on.</summary>
    private const string Unexpected = "The server has either erred or is incapable of performing the requested operation.";

    /// <summary>webob/exc.py, HTTPNotFound: no route.</summary>
    public static Fault ResourceNotFound { get; } = new(404, "The resource could not be found.");
    public static Fault Internal { get; } = new(500, Unexpected);

    public static Fault BadRequest(string message) => new(400, message);

    /// <summary>webob/exc.py, HTTPMethodNotAllowed.</summary>
    public static Fault MethodNotAllowed(string method) =>
        new(405, $"The method {method} is not allowed for this resource.");

    public static Fault Of(MigrationFault fault) => new(fault.Kind switch
    {
        FaultKind.NotFound => 404,
        FaultKind.Conflict => 409,
        _ => 400,
    }, fault.Message);

    /// <summary>A request whose form is wrong.</summary>
    public static Fault Unreadable(int status) =>
        new(status, "The server could not comply with the request since it is either malformed or otherwise incorrect.");

    /// <summary>When the caller should try again; null when that would not help.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>Nova's name of the fault, by its status: nova/api/openstack/wsgi.py, Fault._fault_names.</summary>
    public string Name => Status switch
    {
        400 => "badRequest",
        401 => "unauthorized",
        403 => "forbidden",
        404 => "itemNotFound",
        405 => "badMethod",
        409 => "conflictingRequest",
        413 or 429 => "overLimit",
        415 => "badMediaType",
        501 => "notImplemented",
        503 => "serviceUnavailable",
        _ => "computeFault",
    };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var body = Encode();
        httpContext.Response.StatusCode = Status;
        if (RetryAfterSeconds is { } seconds)
            httpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        httpContext.Response.ContentType = ContentType;
        httpContext.Response.ContentLength = body.Length;
        await httpContext.Response.Body.WriteAsync(body, httpContext.RequestAborted);
    }

    internal byte[] Encode()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject(Name);
            json.WriteNumber("code", Status);
            json.WriteString("message", Message);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }
}
