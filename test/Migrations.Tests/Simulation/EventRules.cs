namespace Migrations.Tests.Simulation;

/// <summary>What holds of the event log whenever the service starts: it tells of every stored change, once and in order, and of nothing else.</summary>
internal sealed class EventRules(MigrationRules migrations, CommandRules commands, SimulationJournal journal)
{
    private IReadOnlyList<MigrationEvent> _before = [];

    /// <param name="log">Null where no events are stored.</param>
    public void Check(IEventLog? log)
    {
        if (log?.ReadAfter(0, int.MaxValue) is not { } all)
            return;
        if (!all.Take(_before.Count).SequenceEqual(_before))
            journal.Break("what the event log has told before is not its beginning any more");
        if (all.Zip(all.Skip(1)).Any(pair => pair.First.Id >= pair.Second.Id) || (all.Count > 0 && all[^1].Id > log.LastId()))
            journal.Break("the ids of events do not ascend");
        foreach (var id in migrations.Ids)
            CheckMigration(id, [.. all.Where(told => told.MigrationId == id)]);
        foreach (var command in commands.Rows)
            CheckCommand(command, [.. all.Where(told => told.Command?.Id == command.Id)]);
        _before = all;
    }

    private void CheckMigration(long id, IReadOnlyList<MigrationEvent> told)
    {
        var statuses = new List<MigrationStatus>();
        foreach (var stored in migrations.StoredOf(id))
            if (statuses.Count == 0 || statuses[^1] != stored.Status)
                statuses.Add(stored.Status);
        var expected = new List<(MigrationEventKind, MigrationStatus)> { (MigrationEventKind.Seen, statuses[0]) };
        expected.AddRange(statuses.Skip(statuses[0].IsFinal ? 0 : 1).Select(
            status => (status.IsFinal ? MigrationEventKind.Ended : MigrationEventKind.Status, status)));
        var actual = told.Where(each => each.Kind is MigrationEventKind.Seen or MigrationEventKind.Status or MigrationEventKind.Ended)
            .Select(each => (each.Kind, each.Status)).ToList();
        if (!actual.SequenceEqual(expected))
            journal.Break($"migration {id} was {string.Join(", ", statuses)}, and the event log has {string.Join(", ", actual)}");
        if (told is [{ Kind: not MigrationEventKind.Seen }, ..])
            journal.Break($"the event log tells of migration {id} before it was seen");
    }

    private void CheckCommand(MigrationCommand command, IReadOnlyList<MigrationEvent> told)
    {
        var isTold = command.Outcome == CommandOutcome.Pending
            ? told is [{ Kind: MigrationEventKind.CommandAccepted }]
            : told is [{ Kind: MigrationEventKind.CommandAccepted }, { Kind: MigrationEventKind.CommandSettled, Command: { } settled }]
              && settled.Outcome == command.Outcome;
        if (!isTold)
            journal.Break($"command {command.Id} is {command.Outcome}, and the event log has {string.Join(", ", told.Select(each => each.Kind))}");
    }
}
