using Migrations.Api.ServerMigrations;
using Migrations.Endings;
using Migrations.Live;
using Migrations.Operations;

namespace Migrations.Api.EventStreams.Editions;

/// <summary>A migration at one moment, written once for all streams.</summary>
internal sealed class SharedItem
{
    private const string Progress = "progress";

    private readonly LiveMigration _known;
    private readonly IReadOnlyList<MigrationCommand> _commands;
    private readonly string? _staleBecause;
    private readonly ForceCompleteOutlook _outlook;
    private readonly EndingOutlook _ending;
    private readonly SharedBytes _frame;

    /// <param name="staleBecause">Why nothing that is shown is fresh; null while it is.</param>
    /// <param name="ending">The policy that brings it to an end.</param>
    /// <param name="changedIn">Number of the edition in which it has become like this.</param>
    public SharedItem(
        LiveMigration known, Server server, IReadOnlyList<MigrationCommand> commands, string? staleBecause, ForceCompleteOutlook outlook,
        EndingOutlook ending, long changedIn)
    {
        (_known, Server, _commands, _staleBecause, _outlook, _ending, ChangedIn) = (known, server, commands, staleBecause, outlook, ending, changedIn);
        _frame = new SharedBytes(form => Frame.Of(Progress, id: null, ToBody(), form.Item));
    }

    public Server Server { get; }

    public long ChangedIn { get; }

    public Migration Record => _known.Record;

    /// <summary>Whether these would make the same item, but for the times of the reading: what merely was read again is not sent again.</summary>
    public bool Shows(
        LiveMigration known, Server server, IReadOnlyList<MigrationCommand> commands, string? staleBecause, ForceCompleteOutlook outlook) =>
        (known.Record, known.Start, known.Stats, known.Numbers, known.MissedSamples, known.MissedBecause, server, staleBecause, outlook.Explanation)
            == (_known.Record, _known.Start, _known.Stats, _known.Numbers, _known.MissedSamples, _known.MissedBecause, Server, _staleBecause, _outlook.Explanation)
        && known.Forecast == _known.Forecast && commands.SequenceEqual(_commands);

    /// <summary>The frame that tells of it between two events.</summary>
    public ReadOnlyMemory<byte> ProgressFrame(StreamForm form) => _frame.In(form);

    public ReadOnlyMemory<byte> Json(StreamForm form) => Frame.DataOf(_frame.In(form), Progress);

    public ItemBody ToBody() => new(
        new ItemServerBody(Server.Uuid, Server.Name),
        new MigrationBody(Record, withHosts: true),
        new ProgressBody(_known, Record.Status.IsFinal ? null : _staleBecause ?? _known.MissedBecause, _outlook, _ending, _commands));
}

/// <summary>An event of the log, with its migration as it was when it was published; written once for all streams.</summary>
internal sealed class SharedEvent
{
    private readonly SharedBytes _frame;

    public SharedEvent(MigrationEvent told, SharedItem item)
    {
        (Told, Item) = (told, item);
        _frame = new SharedBytes(form =>
        {
            var body = item.ToBody();
            return Frame.Of("migration", told.Id, new EventItemBody(new EventBody(told), body.Server, body.Migration, body.Progress), form.Event);
        });
    }

    public MigrationEvent Told { get; }

    public SharedItem Item { get; }

    /// <summary>The frame that tells of it.</summary>
    public ReadOnlyMemory<byte> EventFrame(StreamForm form) => _frame.In(form);
}
