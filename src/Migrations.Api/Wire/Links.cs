using System.Text.Json.Serialization;

namespace Migrations.Api.Wire;

/// <summary>The address that the caller has used, for links.</summary>
internal static class RootUrl
{
    public static string Of(HttpRequest request) => $"{request.Scheme}://{request.Host}{request.PathBase}";
}

/// <summary>A link.</summary>
/// <param name="Rel">What it leads to: self (with the version), bookmark (without), next (page) or describedby.</param>
/// <param name="Href">The address, as the caller reaches the service.</param>
/// <param name="Type">Media type of what is there; only with describedby.</param>
public sealed record LinkBody(
    string Rel, string Href, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Type = null);
