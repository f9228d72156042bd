using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;
using Migrations.Api.EventStreams.Editions;
using Migrations.Api.OpenApi;
using Migrations.Api.Wire;
using Migrations.Endings;
using Migrations.Live;
using Migrations.Operations;

namespace Migrations.Api.EventStreams;

/// <summary>What the API document shows of streams.</summary>
internal static class StreamExample
{
    private const long FirstId = 117;

    public static IReadOnlyList<(string Name, string Meaning)> Headers { get; } =
        [("X-Accel-Buffering", "no, so that nginx passes each event on at once.")];

    public static JsonNode OfHost => Text(Frame.Retry, Snapshot(), Event(MigrationEventKind.CommandAccepted), Progress);

    public static JsonNode OfOne => Text(Frame.Retry, Snapshot(), Progress, Event(MigrationEventKind.Status));

    private static StreamForm Form => StreamForm.At(Microversion.Maximum);

    private static ReadOnlyMemory<byte> Progress => Item.ProgressFrame(Form);

    private static SharedItem Item { get; } = new(
        new LiveMigration(Sample.Running), Sample.Server, [], staleBecause: null, new ForceCompleteOutlook([], "The hypervisor has not been read yet."), EndingOutlook.Of(new LiveMigration(Sample.Running), new EndingOptions()), 1);

    public static Fault Refused(string name, string value) =>
        StreamFilter.Parse(new QueryCollection(new Dictionary<string, StringValues> { [name] = value }), out _)!;

    private static ReadOnlyMemory<byte> Snapshot() => Frame.Of("snapshot", FirstId, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("migrations");
        json.WriteRawValue(Item.Json(Form).Span);
        json.WriteEndArray();
        json.WriteStartArray("ended");
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static ReadOnlyMemory<byte> Event(MigrationEventKind kind) => new SharedEvent(
        new MigrationEvent
        {
            Id = FirstId + 1,
            Kind = kind,
            MigrationId = Sample.Running.Id,
            ServerUuid = Sample.Server.Uuid,
            OccurredAt = Sample.Running.UpdatedAt!.Value,
            Status = Sample.Running.Status,
            Verdict = Verdict.Unknown,
            Command = kind == MigrationEventKind.CommandAccepted
                ? new EventCommand(5, CommandKind.ForceComplete, CommandOutcome.Pending, Means: null, Sample.Action.RequestId)
                : null,
        },
        Item).EventFrame(Form);

    private static JsonValue Text(params ReadOnlySpan<ReadOnlyMemory<byte>> frames)
    {
        var text = new StringBuilder();
        foreach (var frame in frames)
            text.Append(Encoding.UTF8.GetString(frame.Span));
        return JsonValue.Create(text.ToString());
    }
}
