using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Migrations.Api.Calls;
using Migrations.Api.EventStreams;
using Migrations.Api.EventStreams.Editions;
using Migrations.Api.Identity;
using Migrations.Api.Policies;
using Migrations.Api.Wire;
using Migrations.Drivers;
using Migrations.Endings;
using Migrations.Live;
using Moq;

namespace Migrations.Tests.Api.EventStreams;

/// <summary>Editions and readers of them, over a store in memory.</summary>
internal sealed class StreamTestbed : IDisposable
{
    private readonly EditionMaker _maker;
    private readonly ServerLookup _servers;

    public StreamTestbed()
    {
        Live = new LiveMigrations(Store);
        Live.Load();
        var items = new StreamItems(
            Store, Store, Mock.Of<IMigrationDriver>(driver => driver.Capabilities == new DriverCapabilities("test", null)),
            Options.Create(new EndingOptions()));
        Driver.Found();
        _maker = new EditionMaker(Live, Store, items, new Staleness(Driver, new StoreHealth(), Live, Clock), Clock);
        Source = new StreamSource(Live, Store, Store, items);
        Policy.Setup(policy => policy.InForce).Returns(() => Rules);
        Policy.Setup(policy => policy.Allows(It.IsAny<string>(), It.IsAny<Caller>(), It.IsAny<string?>())).Returns(() => IsAllowed);
        _servers = new ServerLookup(Live, Policy.Object, new FirstContact(Live, Driver, new StoreHealth()));
    }

    public LoggedStore Store { get; } = new();

    public StreamSource Source { get; }

    public LiveMigrations Live { get; }

    public FakeTimeProvider Clock { get; } = new(Given.Now);

    public DriverHealth Driver { get; } = new();

    public Mock<IPolicy> Policy { get; } = new();

    public bool IsAllowed { get; set; } = true;

    public object Rules { get; set; } = new();

    public Edition Latest { get; private set; } = Edition.None;

    /// <summary>What a reader has been sent.</summary>
    public static IReadOnlyList<Received> Parse(IEnumerable<ReadOnlyMemory<byte>> frames) =>
        [.. frames.Select(frame => Received.Parse(Encoding.UTF8.GetString(frame.Span)))];

    public Viewer Viewer(StreamFilter? filter = null) =>
        new(new Caller(null, null, ["admin"]), Policy.Object, _servers, filter ?? new StreamFilter(), project: null);

    public EventPublisher Publisher(StreamPlaces places) => new(Live, Store, _maker, places, Clock, NullLogger<EventPublisher>.Instance);

    public Follower Follower(long? after = null, StreamFilter? filter = null) => new(
        Viewer(filter), StreamForm.At(Microversion.Maximum), Source, after);

    public async Task<Edition> PublishAsync() => Latest = await _maker.NextAsync(Latest, CancellationToken.None);

    public Task<LiveChanges> UpdateAsync(params LiveMigration[] changed) =>
        Live.UpdateAsync(_ => new LiveChanges { Migrations = changed, SeenAt = Given.Now }, CancellationToken.None);

    /// <summary>A new migration with this status.</summary>
    public async Task<LiveMigration> BeginAsync(MigrationStatus status = MigrationStatus.Running) =>
        (await UpdateAsync(new LiveMigration(Given.Migration(status, id: 0) with { Uuid = Guid.NewGuid() }))).Migrations[0];

    public void Dispose() => Live.Dispose();
}

/// <summary>A frame as a reader sees it.</summary>
internal sealed record Received(string Event, long? Id, JsonNode Data)
{
    public static Received Parse(string frame)
    {
        var fields = frame.TrimEnd('\n').Split('\n').Select(line => line.Split(": ", 2)).ToDictionary(line => line[0], line => line[1]);
        return new Received(
            fields["event"], fields.TryGetValue("id", out var id) ? long.Parse(id, null) : null, JsonNode.Parse(fields["data"])!);
    }

    public string Kind => (string)Data["event"]!["kind"]!;

    public long Migration => (long)Data["migration"]!["id"]!;

    public string Status => (string)Data["migration"]!["status"]!;
}
