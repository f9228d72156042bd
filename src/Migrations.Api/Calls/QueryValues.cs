using System.Globalization;
using Microsoft.Extensions.Primitives;
using Migrations.Api.Python;
using Migrations.Api.Wire;

namespace Migrations.Api.Calls;

/// <summary>Checks values of query parameters, with Nova's messages.</summary>
internal static class QueryValues
{
    /// <summary>The form of a time, for the API document.</summary>
    public const string TimeForm = "ISO 8601, UTC unless it names a zone.";

    /// <summary>ISO 8601 in its usual lengths; what comes without a zone is UTC.</summary>
    private static readonly string[] TimeFormats =
    [
        .. from date in new[] { "yyyy-MM-dd'T'", "yyyy-MM-dd' '", "yyyyMMdd'T'" }
           from time in new[] { "HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF", "HHmm", "HHmmss" }
           from zone in new[] { "", "'Z'", "zzz", "zz" }
           select date + time + zone,
        "yyyy-MM-dd", "yyyyMMdd", "yyyy-MM", "yyyy",
    ];

    /// <summary>Refuses a parameter that is given more than once.</summary>
    public static Fault? Single(IQueryCollection query, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (query[name] is { Count: > 1 } values)
            {
                var list = $"[{string.Join(", ", values.Select(value => PythonRepr.Of(value ?? "")))}]";
                return Invalid(name, list, $"{list} is too long");
            }
        return null;
    }

    /// <summary>A number of digits only, the last one if there are more; absent is null, and a number above the largest integer is the largest integer.</summary>
    public static Fault? Limit(StringValues texts, out int? limit)
    {
        limit = null;
        foreach (var digits in texts)
        {
            if (string.IsNullOrEmpty(digits))
                return Invalid("limit", "", "'' is too short");
            if (digits.AsSpan().ContainsAnyExceptInRange('0', '9'))
                return Invalid("limit", digits, $"{PythonRepr.Of(digits)} does not match '^[0-9]*$'");
            limit = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;
        }
        return null;
    }

    /// <summary>A time, the last one if there are more; absent is null.</summary>
    public static Fault? Time(string name, StringValues texts, out DateTimeOffset? time)
    {
        time = null;
        foreach (var text in texts)
        {
            if (!DateTimeOffset.TryParseExact(
                    text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed))
                return Invalid(name, text ?? "", $"{PythonRepr.Of(text ?? "")} is not a 'date-time'");
            time = parsed;
        }
        return null;
    }

    /// <summary>Refuses a period that ends before it begins.</summary>
    public static Fault? Period(DateTimeOffset? since, DateTimeOffset? before) => since > before
        ? Fault.BadRequest("The value of changes-since must be less than or equal to changes-before.")
        : null;

    /// <param name="problem">In the words of Python's JSON schema.</param>
    public static Fault Invalid(string name, string value, string problem) =>
        Fault.BadRequest($"Invalid input for query parameters {name}. Value: {value}. {problem}");
}
