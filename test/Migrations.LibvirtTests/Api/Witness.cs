using System.Text.Json.Nodes;
using Migrations.LibvirtTests.Nodes;

namespace Migrations.LibvirtTests.Api;

/// <summary>Remembers what clients were told, and finds what contradicts it. May be used by many at once.</summary>
internal sealed class Witness
{
    public static readonly IReadOnlyList<string?> Ends = ["completed", "failed", "error", "cancelled"];

    private static readonly List<string> Course = ["queued", "preparing", "running", "running (post-copy)", "post-migrating"];

    private readonly Lock _gate = new();
    private readonly Dictionary<long, Reading> _readings = [];
    private readonly List<(Guest Guest, string Request)> _accepted = [];
    private readonly List<string> _broken = [];

    /// <summary>The promises that were not kept.</summary>
    public IReadOnlyList<string> Broken => _broken;

    public int Migrations => _readings.Count;

    public IReadOnlyList<(Guest Guest, long Id)> Known => [.. _readings.Select(known => (known.Value.Guest, known.Key))];

    /// <summary>The requests that were answered with 202.</summary>
    public IReadOnlyList<(Guest Guest, string Request)> Accepted => _accepted;

    public void Break(string promise)
    {
        lock (_gate)
            _broken.Add(promise);
    }

    /// <param name="request">The id of a request when it was accepted, else null.</param>
    public void Asked(Guest guest, string? request)
    {
        if (request is null)
            return;
        lock (_gate)
            _accepted.Add((guest, request));
    }

    /// <summary>Somebody has read the progress of a migration.</summary>
    public void Saw(Guest guest, JsonNode progress)
    {
        var reading = new Reading(guest, (string)progress["uuid"]!, (string)progress["status"]!,
            (int)progress["percent"]!, (long?)progress["moved_bytes"]);
        var id = ServiceClient.Number(progress, "id");
        lock (_gate)
        {
            if (_readings.TryGetValue(id, out var before) && !MayFollow(before, reading))
                _broken.Add($"migration {id} was {before} and is {reading}");
            _readings[id] = reading;
        }
    }

    private static bool MayFollow(Reading before, Reading after) =>
        (before.Guest, before.Uuid) == (after.Guest, after.Uuid)
        && (before.Status == after.Status || (!Ends.Contains(before.Status) && RankOf(after.Status) > RankOf(before.Status)))
        && after.Percent >= before.Percent
        && (before.MovedBytes is null || after.MovedBytes >= before.MovedBytes);

    private static int RankOf(string status) => Course.IndexOf(status) is >= 0 and var rank ? rank : Course.Count;

    private sealed record Reading(Guest Guest, string Uuid, string Status, int Percent, long? MovedBytes);
}
