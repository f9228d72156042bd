using System.Text.Json;

namespace Migrations.Drivers.Fake.Files;

/// <summary>Describes a mistake in a JSON file in one line: the place and the rule, without the names of our types.</summary>
internal static class JsonMistake
{
    private const string Missing = "including: ";

    public static string Describe(string file, JsonException mistake)
    {
        // Mistakes differ only in the serializer's text. A text that is not recognised here is passed on.
        var text = mistake.Message.Split(" Path: ")[0].TrimEnd('.');
        return text switch
        {
            _ when text.Contains("could not be mapped") => $"{Place(file, mistake)}: unknown property",
            _ when text.Contains("Duplicate property") => $"{Place(file, mistake)}: must not occur twice",
            _ when text.Contains("allow null") => $"{Place(file, mistake)}: must not be null",
            _ when mistake.InnerException is FormatException { Message: var reason } && reason.Contains("Guid") => $"{Place(file, mistake)}: must be a UUID",
            _ when text.Contains("could not be converted") => $"{Place(file, mistake)}: the value is of the wrong kind",
            _ when text.Contains("any JSON tokens") => $"{file}: line 1: is empty",
            _ when text.Contains(Missing) => $"{Place(file, mistake)}: missing {text.Split(Missing)[1]}",
            _ when text.Contains("end of data") || text.Contains("end of the JSON payload") => $"{file}: line {mistake.LineNumber + 1}: ends early, a ] or }} is missing",
            _ => $"{file}: line {mistake.LineNumber + 1}: {text}",
        };
    }

    private static string Place(string file, JsonException mistake)
    {
        var path = mistake.Path?.TrimStart('$', '.');
        return string.IsNullOrEmpty(path) ? file : $"{file}: {path}";
    }
}
