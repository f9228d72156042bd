using System.Text;
using System.Text.Json;
using CsCheck;
using Microsoft.AspNetCore.Http;
using Migrations.Api.ServerMigrations;
using Migrations.Api.Wire;

namespace Migrations.Tests.Api.ServerMigrations;

public sealed class WrittenMigrationsTests
{
    private static readonly VersionedJson<MigrationListBody> ListJson = new(MigrationsJson.Default.MigrationListBody);
    private static readonly VersionedJson<MigrationShowBody> ShowJson = new(MigrationsJson.Default.MigrationShowBody);

    private static readonly Gen<Microversion> AnyVersion = Gen.Int[1, 104].Select(minor => new Microversion(2, minor));

    private static readonly Gen<Migration> AnyMigration = Gen.Select(Gen.Long[1, long.MaxValue], Gen.String.Null(), Gen.Bool)
        .Select((id, host, isChanged) => Given.Migration() with
        {
            Id = id,
            DestCompute = host,
            UpdatedAt = isChanged ? Given.Now : null,
        });

    [Test]
    public void List_OfAnyMigrations_IsTheBodyAsItsWriterWritesIt() =>
        Gen.Select(AnyMigration.Array[0, 3], AnyVersion, Gen.Bool).Sample((migrations, version, withHosts) =>
        {
            var body = new MigrationListBody([.. migrations.Select(migration => new MigrationBody(migration, withHosts))]);
            // The second answer comes from what the first has written.
            for (var time = 0; time < 2; time++)
                Assert.That(Sent(WrittenMigrations.List(migrations, version, withHosts)), Is.EqualTo(JsonSerializer.Serialize(body, ListJson.At(version))));
        }, iter: 200);

    [Test]
    public void Show_OfAnyMigration_IsTheBodyAsItsWriterWritesIt() =>
        Gen.Select(AnyMigration, AnyVersion).Sample((migration, version) =>
        {
            var body = new MigrationShowBody(new MigrationBody(migration, withHosts: true));
            Assert.That(Sent(WrittenMigrations.Show(migration, version)), Is.EqualTo(JsonSerializer.Serialize(body, ShowJson.At(version))));
        }, iter: 200);

    [Test]
    public void Show_OfAMigrationThatHasChanged_ShowsTheChange()
    {
        var before = Given.Migration();
        var after = before with { Status = MigrationStatus.PostMigrating };

        Sent(WrittenMigrations.Show(before, Microversion.Maximum));

        Assert.That(Sent(WrittenMigrations.Show(after, Microversion.Maximum)), Does.Contain("post-migrating"));
    }

    private static string Sent<T>(WrittenAnswer<T> answer)
    {
        var body = new MemoryStream();
        var context = new DefaultHttpContext { Response = { Body = body } };
        answer.ExecuteAsync(context).GetAwaiter().GetResult();
        Assert.That(context.Response.ContentLength, Is.EqualTo(body.Length));
        return Encoding.UTF8.GetString(body.ToArray());
    }
}
