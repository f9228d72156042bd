namespace Migrations.Model;

/// <summary>Whether a migration will end by itself.</summary>
public enum Verdict
{
    /// <summary>Nothing is being copied yet.</summary>
    Waiting,

    /// <summary>It cannot be told yet: the disks or the first pass over memory are being copied, or what remains has not been compared often enough.</summary>
    Unknown,

    /// <summary>What remains has become less within the window, or the server dirties less than is copied.</summary>
    Converging,

    /// <summary>What remains has not become less for the whole window: only a force-complete or an abort ends it.</summary>
    Stalled,

    /// <summary>The server no longer dirties what has been copied: it is in post-copy, or paused.</summary>
    Certain,

    /// <summary>Nothing more is copied: the migration is being finished or aborted.</summary>
    Ending,
}

/// <summary>The words for verdicts in bodies, metrics and the log. They stay when a name in code changes.</summary>
public static class Verdicts
{
    private static readonly string[] WireNames = ["waiting", "unknown", "converging", "stalled", "certain", "ending"];

    /// <summary>Every verdict.</summary>
    public static IReadOnlyList<Verdict> All { get; } = Enum.GetValues<Verdict>();

    /// <summary>The verdict with this wire name, or null.</summary>
    public static Verdict? FromWireName(string name) =>
        Array.IndexOf(WireNames, name) is >= 0 and var index ? (Verdict)index : null;

    extension(Verdict verdict)
    {
        public string WireName => WireNames[(int)verdict];
    }
}
