using CsCheck;

namespace Migrations.Tests.Api.EventStreams;

/// <summary>Passes, commands, editions, quick and slow readers and lost connections, in any order.</summary>
public sealed class StreamSimulationTests
{
    /// <summary>How often each reader takes what there is, from nearly always to very seldom, in the steps of a run.</summary>
    private static readonly int[] Paces = [1, 2, 10, 150, 800];

    private static readonly int Runs = int.Parse(Environment.GetEnvironmentVariable("MIGRATIONS_SIMULATIONS") ?? "10", null);

    [Test]
    public void Readers_WhateverHappens_MissNoEventAndSeeNoneTwiceAndKnowTheTruthInTheEnd() =>
        Gen.Int.Sample(seed => RunAsync(new Random(seed)).GetAwaiter().GetResult(), iter: Runs, threads: 1);

    private static async Task RunAsync(Random random)
    {
        using var streams = new StreamTestbed();
        var readers = Paces.Select(pace => new SimulatedReader(streams, pace)).ToList();
        var (update, edition) = (Task.CompletedTask, Task.CompletedTask);
        for (var step = 0; step < 2500; step++)
        {
            switch (random.Next(6))
            {
                case 0 or 1 when update.IsCompleted:
                    if (random.Next(3) == 0)
                        streams.Store.Hold();
                    update = ChangeAsync(streams, random);
                    break;
                case 1:
                    streams.Store.Release();
                    await update;
                    await edition;
                    break;
                case 2 when edition.IsCompleted:
                    edition = streams.PublishAsync();
                    break;
                case 3 when update.IsCompleted:
                    await CommandAsync(streams, random);
                    break;
                case 4 when update.IsCompleted && random.Next(100) == 0:
                    await streams.Store.PruneAsync(Given.Now, 1, CancellationToken.None);
                    break;
                default:
                    readers[random.Next(readers.Count)].Step(random);
                    break;
            }
        }
        streams.Store.Release();
        await update;
        await edition;
        await streams.PublishAsync();
        foreach (var reader in readers)
            reader.CatchUp();
    }

    /// <summary>A new migration, or another status or other numbers of one in progress.</summary>
    private static Task ChangeAsync(StreamTestbed streams, Random random)
    {
        var known = streams.Live.Current.Migrations.ToList();
        if (known.Count < 2 || (known.Count < 6 && random.Next(10) == 0))
            return streams.BeginAsync(MigrationStatus.Queued);
        var (live, next) = (known[random.Next(known.Count)], MigrationStatuses.All[random.Next(MigrationStatuses.All.Count)]);
        var record = random.Next(4) == 0 && live.Record.Status.CanBecome(next)
            ? live.Record with { Status = next, EndedAt = next.IsFinal ? Given.Now : null }
            : live.Record with { Progress = live.Record.Progress with { Percent = Math.Min(99, live.Record.Progress.Percent + 1) } };
        return streams.UpdateAsync(live with { Record = record });
    }

    private static Task CommandAsync(StreamTestbed streams, Random random)
    {
        if (streams.Store.Pending() is [var pending, ..])
            return streams.Store.SaveAsync(pending with { Outcome = CommandOutcome.Done, EndedAt = Given.Now }, CancellationToken.None);
        var known = streams.Live.Current.Migrations.ToList();
        return known.Count == 0
            ? Task.CompletedTask
            : streams.Store.AcceptAsync(
                Given.Command(CommandKind.Abort) with { Id = 0, MigrationId = known[random.Next(known.Count)].Record.Id }, CancellationToken.None);
    }
}
