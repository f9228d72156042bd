using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Migrations.Api.Wire;

namespace Migrations.Api.MigrationHistory;

/// <summary>All migrations in one answer, as before 2.59: written while they are read, so that memory does not grow with their number.</summary>
internal sealed class UnpagedHistory(
    IEnumerable<HistoryBody> migrations, JsonTypeInfo<HistoryBody> form, UnpagedLists places) : IResult
{
    /// <summary>Bytes that are sent at a time; an answer of fewer is sent with its length.</summary>
    private const int PieceBytes = 1 << 16;

    public Task ExecuteAsync(HttpContext httpContext) => places.WriteAsync(httpContext, async cancellation =>
    {
        var response = httpContext.Response;
        response.ContentType = ContentTypes.OfAnswer(httpContext.Request);
        var piece = new ArrayBufferWriter<byte>(PieceBytes);
        using var json = new Utf8JsonWriter(piece);
        using var rest = migrations.GetEnumerator();
        json.WriteStartObject();
        json.WriteStartArray("migrations"u8);
        while (await places.InTurnAsync(() => Fill(piece, json, rest), cancellation))
        {
            await response.Body.WriteAsync(piece.WrittenMemory, cancellation);
            piece.ResetWrittenCount();
        }
        if (!response.HasStarted)
            response.ContentLength = piece.WrittenCount;
        await response.Body.WriteAsync(piece.WrittenMemory, cancellation);
    });

    /// <summary>Writes migrations until the piece is full, or the end of the list.</summary>
    /// <returns>Whether there is more to come.</returns>
    private bool Fill(ArrayBufferWriter<byte> piece, Utf8JsonWriter json, IEnumerator<HistoryBody> rest)
    {
        var isFull = false;
        while (!isFull && rest.MoveNext())
        {
            JsonSerializer.Serialize(json, rest.Current, form);
            isFull = piece.WrittenCount + json.BytesPending >= PieceBytes;
        }
        if (!isFull)
        {
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.Flush();
        return isFull;
    }
}
