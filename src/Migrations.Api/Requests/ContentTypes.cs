using Migrations.Api.Faults;

namespace Migrations.Api.Requests;

/// <summary>Nova checks the content type of every call, also of those without a body, and is particular about case.</summary>
internal static class ContentTypes
{
    public const string Json = "application/json";

    /// <summary>Accepted as a request's type, and given back as the answer's when it is asked for.</summary>
    public const string Compute = "application/vnd.openstack.compute+json";

    public static Fault? Check(HttpRequest request)
    {
        var type = request.Headers.ContentType.ToString().AsSpan();
        var end = type.IndexOf(';');
        return (end < 0 ? type : type[..end]).Trim() switch
        {
            "" or Json or Compute or "text/plain" => null,
            _ => new Fault(415, "Unsupported Content-Type"),
        };
    }

    /// <summary>The content type of a successful answer.</summary>
    public static string OfAnswer(HttpRequest request) =>
        request.Headers.Accept.ToString().Trim() == Compute ? Compute : Json;
}
