using System.Text.Json;
using Migrations.FunctionalTests.Http;

namespace Migrations.FunctionalTests.Robustness;

/// <summary>What every answer must be, whatever was sent: JSON in Nova's form, and never the service's own failure.</summary>
internal static class AnswerForm
{
    /// <summary>What is wrong with an answer; null if nothing is.</summary>
    /// <param name="isHead">Whether it may have no body.</param>
    public static string? Problem(RawAnswer answer, bool isHead)
    {
        if (answer.Status is >= 500 and not 505)
            return "a failure of the service";
        if (answer.Body.Length == 0)
            return answer.Status is 200 or 202 || isHead ? null : "no body";
        if (answer.Header("Content-Type")?.StartsWith("application/", StringComparison.Ordinal) != true)
            return $"content type {answer.Header("Content-Type")}";
        if (answer.Status < 400)
            return IsObject(answer, out _) ? null : "not a JSON object";
        if (!IsObject(answer, out var fault) || fault.EnumerateObject().Count() != 1)
            return "not a fault";
        var details = fault.EnumerateObject().Single().Value;
        return details.GetProperty("code").GetInt32() == answer.Status && details.GetProperty("message").GetString() is { Length: > 0 }
            ? null
            : "a fault without its code or message";
    }

    private static bool IsObject(RawAnswer answer, out JsonElement value)
    {
        value = default;
        try
        {
            value = JsonDocument.Parse(answer.Body).RootElement;
        }
        catch (JsonException)
        {
            return false;
        }
        return value.ValueKind == JsonValueKind.Object;
    }
}
