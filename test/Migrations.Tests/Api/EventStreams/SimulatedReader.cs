using Migrations.Api.EventStreams;

namespace Migrations.Tests.Api.EventStreams;

/// <summary>A reader that takes what there is every now and then, loses its connection, comes back, and holds what it gets to the rules.</summary>
internal sealed class SimulatedReader(StreamTestbed streams, int pace)
{
    private readonly Dictionary<long, (string Status, int Percent)> _known = [];
    private Follower? _follower;
    private long? _lastId;
    private long _edition;

    public void Step(Random random)
    {
        if (random.Next(pace) > 0 || streams.Latest.Number <= _edition)
            return;
        Take(random.Next(10) == 0 ? random.Next(4) : int.MaxValue);
    }

    /// <summary>Takes the last edition, and knows the truth then.</summary>
    public void CatchUp()
    {
        _edition = 0;
        Take(int.MaxValue);
        var truth = streams.Live.Current.Migrations.Where(live => live.Record.Status.IsInProgress)
            .ToDictionary(live => live.Record.Id, live => (live.Record.Status.WireName, live.Record.Progress.Percent));
        Assert.That(_known, Is.EquivalentTo(truth));
    }

    /// <param name="most">Frames after which the connection is lost.</param>
    private void Take(int most)
    {
        var edition = streams.Latest;
        _follower ??= streams.Follower(after: _lastId);
        var taken = 0;
        foreach (var frame in _follower.Next(edition))
        {
            if (taken++ == most)
            {
                // What was on its way is lost with the connection, and so is what the reader knew beside the log.
                _follower = null;
                return;
            }
            foreach (var received in StreamTestbed.Parse([frame]))
                Receive(received);
        }
        _edition = edition.Number;
    }

    private void Receive(Received received)
    {
        switch (received.Event)
        {
            case "snapshot":
                Assert.That(received.Id, Is.GreaterThanOrEqualTo(_lastId ?? 0), "a snapshot is never older than what was told");
                _known.Clear();
                foreach (var item in received.Data["migrations"]!.AsArray())
                    Know(received with { Data = item! });
                break;
            case "migration":
                var missed = streams.Store.Events.Where(told => told.Id > _lastId && told.Id < received.Id);
                Assert.That(received.Id, Is.GreaterThan(_lastId ?? 0), "no event comes twice, and all in order");
                Assert.That(missed, Is.Empty, "no event is left out");
                Assert.That(_known.TryGetValue(received.Migration, out var known) && IsOlder(received, known.Status), Is.False, "nothing goes back");
                if (received.Status is "completed" or "failed" or "error" or "cancelled")
                    _known.Remove(received.Migration);
                else
                    Know(received);
                break;
            case "progress":
                Assert.That(received.Id, Is.Null);
                Know(received);
                break;
        }
        _lastId = received.Id ?? _lastId;
    }

    private void Know(Received received)
    {
        var percent = (int)received.Data["progress"]!["percent"]!;
        if (_known.TryGetValue(received.Migration, out var before))
            Assert.That(percent, Is.GreaterThanOrEqualTo(before.Percent), "progress never falls");
        _known[received.Migration] = (received.Status, percent);
    }

    private static bool IsOlder(Received received, string known) =>
        MigrationStatuses.FromWireName(received.Status) < MigrationStatuses.FromWireName(known);
}
