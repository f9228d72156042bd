using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Migrations.Api.EventStreams.Editions;

/// <summary>Frames of server-sent events. JSON has no line breaks, so the data of each is one line.</summary>
internal static class Frame
{
    private static ReadOnlySpan<byte> End => "\n\n"u8;

    /// <summary>The first frame: how many milliseconds a reader waits before it connects again.</summary>
    public static ReadOnlyMemory<byte> Retry { get; } = "retry: 2000\n\n"u8.ToArray();

    /// <param name="id">From where a reader goes on that comes back; null for what is not part of the log.</param>
    public static byte[] Of<T>(string name, long? id, T data, JsonTypeInfo<T> form) =>
        Of(name, id, json => JsonSerializer.Serialize(json, data, form));

    /// <inheritdoc cref="Of{T}"/>
    public static byte[] Of(string name, long? id, Action<Utf8JsonWriter> writeData)
    {
        var frame = new ArrayBufferWriter<byte>();
        frame.Write(HeadOf(name, id));
        using (var json = new Utf8JsonWriter(frame))
            writeData(json);
        frame.Write(End);
        return frame.WrittenSpan.ToArray();
    }

    /// <summary>The data of a frame of this name without an id.</summary>
    public static ReadOnlyMemory<byte> DataOf(byte[] frame, string name) => frame.AsMemory()[HeadOf(name, id: null).Length..^End.Length];

    private static byte[] HeadOf(string name, long? id) => Encoding.ASCII.GetBytes(id is { } known
        ? string.Create(CultureInfo.InvariantCulture, $"event: {name}\nid: {known}\ndata: ")
        : $"event: {name}\ndata: ");
}
