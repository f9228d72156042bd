using System.Text.Json.Serialization.Metadata;
using Migrations.Api.Wire;

namespace Migrations.Api.EventStreams.Editions;

/// <summary>How migrations are written for a version. Versions between which no field was added have the same form.</summary>
internal sealed record StreamForm(JsonTypeInfo<ItemBody> Item, JsonTypeInfo<EventItemBody> Event)
{
    private static readonly VersionedJson<ItemBody> Items = new(StreamJson.Default.ItemBody);
    private static readonly VersionedJson<EventItemBody> Events = new(StreamJson.Default.EventItemBody);

    public static StreamForm At(Microversion version) => new(Items.At(version), Events.At(version));
}

/// <summary>Bytes that are written once for each form, when the first stream needs them, and shared by all streams.</summary>
internal sealed class SharedBytes(Func<StreamForm, byte[]> write)
{
    private readonly Lock _gate = new();
    private readonly List<(StreamForm Form, byte[] Bytes)> _written = [];

    public byte[] In(StreamForm form)
    {
        lock (_gate)
        {
            foreach (var (written, bytes) in _written)
                if (written == form)
                    return bytes;
            var made = write(form);
            _written.Add((form, made));
            return made;
        }
    }
}
