namespace Migrations.Api.Requests;

/// <summary>The address that the caller has used, for links.</summary>
internal static class RootUrl
{
    public static string Of(HttpRequest request) => $"{request.Scheme}://{request.Host}{request.PathBase}";
}
