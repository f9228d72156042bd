using System.Globalization;
using System.Text;

namespace Migrations.FunctionalTests.Http;

/// <summary>An answer as it came over the wire.</summary>
internal sealed record RawAnswer(int Status, ILookup<string, string> Headers, byte[] Body)
{
    public string? Header(string name) => Headers[name].FirstOrDefault();

    public string Text => Encoding.UTF8.GetString(Body);

    public static RawAnswer Parse(byte[] bytes)
    {
        var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        if (end < 0)
            throw new InvalidDataException($"Not an HTTP answer: '{Encoding.Latin1.GetString(bytes)}'");
        var lines = Encoding.Latin1.GetString(bytes, 0, end).Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2))
            .ToLookup(parts => parts[0], parts => parts.Length > 1 ? parts[1] : "", StringComparer.OrdinalIgnoreCase);
        var status = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);
        var body = bytes[(end + 4)..];
        return new RawAnswer(status, headers, headers["Transfer-Encoding"].Contains("chunked") ? Joined(body) : body);
    }

    /// <summary>The whole answers, one after the other, without those that only say to go on. Each has a length.</summary>
    public static IEnumerable<RawAnswer> ParseAll(byte[] bytes)
    {
        while (bytes.AsSpan().IndexOf("\r\n\r\n"u8) >= 0)
        {
            var answer = Parse(bytes);
            var length = int.Parse(answer.Header("Content-Length") ?? "0", CultureInfo.InvariantCulture);
            if (answer.Body.Length < length)
                yield break;
            if (answer.Status >= 200)
                yield return answer with { Body = answer.Body[..length] };
            bytes = answer.Body[length..];
        }
    }

    /// <summary>The content of a body that was sent in chunks.</summary>
    private static byte[] Joined(ReadOnlySpan<byte> chunks)
    {
        using var joined = new MemoryStream();
        while (!chunks.IsEmpty)
        {
            var end = chunks.IndexOf("\r\n"u8);
            var length = int.Parse(chunks[..end], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            joined.Write(chunks.Slice(end + 2, length));
            chunks = chunks[(end + 2 + length + 2)..];
        }
        return joined.ToArray();
    }
}
