using System.Buffers;
using System.Text.Json;
using Migrations.Api.Requests;

namespace Migrations.Api.MigrationHistory;

/// <summary>All migrations in one answer, as before 2.59: written while they are read, so that many of them need no more memory than few.</summary>
internal sealed class UnpagedHistory(IEnumerable<HistoryBody> migrations, UnpagedLists places) : IResult
{
    /// <summary>Bytes that are sent at a time; an answer of fewer is sent with its length.</summary>
    private const int PieceBytes = 1 << 16;

    public Task ExecuteAsync(HttpContext httpContext) => places.WriteAsync(httpContext, async cancellation =>
    {
        var response = httpContext.Response;
        response.ContentType = ContentTypes.OfAnswer(httpContext.Request);
        var piece = new ArrayBufferWriter<byte>(PieceBytes);
        await using var json = new Utf8JsonWriter(piece);
        json.WriteStartObject();
        json.WriteStartArray("migrations"u8);
        foreach (var migration in migrations)
        {
            JsonSerializer.Serialize(json, migration, HistoryJson.Default.HistoryBody);
            if (piece.WrittenCount + json.BytesPending < PieceBytes)
                continue;
            await json.FlushAsync(cancellation);
            await response.Body.WriteAsync(piece.WrittenMemory, cancellation);
            piece.ResetWrittenCount();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(cancellation);
        if (!response.HasStarted)
            response.ContentLength = piece.WrittenCount;
        await response.Body.WriteAsync(piece.WrittenMemory, cancellation);
    });
}
