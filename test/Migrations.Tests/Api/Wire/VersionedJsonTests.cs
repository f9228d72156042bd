using System.Text.Json;
using System.Text.Json.Serialization;
using Migrations.Api.Wire;

namespace Migrations.Tests.Api.Wire;

public sealed class VersionedJsonTests
{
    private static readonly VersionedJson<Shelf> Json = new(ShelfJson.Default.Shelf);
    private static readonly Shelf Full = new([new Book("Emma", "7", null)], "north");

    [TestCase(1, """{"Books":[{"Title":"Emma"}]}""")]
    [TestCase(9, """{"Books":[{"Title":"Emma"}]}""")]
    [TestCase(10, """{"Books":[{"Title":"Emma","Place":"7"}]}""")]
    [TestCase(59, """{"Books":[{"Title":"Emma","Place":"7"}],"Room":"north"}""")]
    [TestCase(79, """{"Books":[{"Title":"Emma","Place":"7"}],"Room":"north"}""")]
    [TestCase(80, """{"Books":[{"Title":"Emma","Place":"7","Reader":null}],"Room":"north"}""")]
    [TestCase(104, """{"Books":[{"Title":"Emma","Place":"7","Reader":null}],"Room":"north"}""")]
    public void Body_AtAVersion_HasTheFieldsThatAreNotNewer(int minor, string expected) =>
        Assert.That(JsonSerializer.Serialize(Full, Json.At(new Microversion(2, minor))), Is.EqualTo(expected));

    [Test]
    public void Versions_WithTheSameFields_ShareAWriter() => Assert.That(
        Json.At(new Microversion(2, 10)), Is.SameAs(Json.At(new Microversion(2, 58))).And.Not.SameAs(Json.At(new Microversion(2, 59))));
}

internal sealed record Book(
    string Title, [property: NewIn(2, 10)] string? Place, [property: NewIn(2, 80)] string? Reader);

internal sealed record Shelf(IReadOnlyList<Book> Books, [property: NewIn(2, 59)] string Room);

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Shelf))]
internal sealed partial class ShelfJson : JsonSerializerContext;
