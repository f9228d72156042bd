using System.Text.Json;

namespace Migrations.Api.Watch;

/// <summary>Reads the message of a fault.</summary>
internal static class WatchRefusal
{
    /// <returns>Nova's message, or the status when the answer has another form, as that of a proxy.</returns>
    public static async Task<string> MessageOfAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var status = $"{(int)answer.StatusCode} {answer.ReasonPhrase}".TrimEnd();
        try
        {
            using var body = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(cancellationToken), default, cancellationToken);
            return body.RootElement.EnumerateObject().First().Value.GetProperty("message").GetString() is { Length: > 0 } message
                ? $"{message} ({status})"
                : status;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return status;
        }
    }
}
