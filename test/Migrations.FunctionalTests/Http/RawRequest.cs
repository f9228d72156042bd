using System.Globalization;
using System.Text;

namespace Migrations.FunctionalTests.Http;

/// <summary>A request that is sent byte by byte as given, however odd.</summary>
internal sealed record RawRequest(string Method, string Target)
{
    private const string Host = "127.0.0.1";

    /// <summary>The scheme and the authority that every request names.</summary>
    public const string Root = $"http://{Host}";

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];
    public byte[]? Body { get; init; }

    /// <summary>Whether the connection is to be closed after the answer, as it must be for the answer to be seen to end.</summary>
    public bool EndsConnection { get; init; } = true;

    /// <summary>What the request claims its length to be; the body's true length unless it lies.</summary>
    public int? ClaimedLength { get; init; }

    public byte[] ToBytes()
    {
        var head = new StringBuilder($"{Method} {Target} HTTP/1.1\r\nHost: {Host}\r\n");
        if (EndsConnection)
            head.Append("Connection: close\r\n");
        foreach (var (name, value) in Headers)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        if (Body is not null && !Headers.Any(header => header.Name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase)))
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {ClaimedLength ?? Body.Length}\r\n");
        return [.. Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), .. Body ?? []];
    }
}
