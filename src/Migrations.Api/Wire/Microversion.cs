using System.Globalization;

namespace Migrations.Api.Wire;

/// <summary>A version of the compute API.</summary>
public readonly record struct Microversion(int Major, int Minor) : IComparable<Microversion>
{
    /// <summary>The oldest version spoken, and the one meant when none is named.</summary>
    public static Microversion Minimum => new(2, 1);

    /// <summary>The newest version spoken; what <c>latest</c> means.</summary>
    public static Microversion Maximum => new(2, 104);

    public static bool operator <(Microversion left, Microversion right) => left.CompareTo(right) < 0;
    public static bool operator >(Microversion left, Microversion right) => left.CompareTo(right) > 0;
    public static bool operator <=(Microversion left, Microversion right) => left.CompareTo(right) <= 0;
    public static bool operator >=(Microversion left, Microversion right) => left.CompareTo(right) >= 0;

    public int CompareTo(Microversion other) =>
        Major != other.Major ? Major.CompareTo(other.Major) : Minor.CompareTo(other.Minor);

    /// <summary>Reads <c>MAJOR.MINOR</c> without signs or leading zeros; null for anything else.</summary>
    public static Microversion? Parse(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && Number(text.AsSpan(0, dot), zero: false) is { } major
                       && Number(text.AsSpan(dot + 1), zero: true) is { } minor
            ? new Microversion(major, minor)
            : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");

    /// <summary>Numbers too large for any version are read as the largest one.</summary>
    private static int? Number(ReadOnlySpan<char> digits, bool zero)
    {
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9') || (digits[0] == '0' && !(zero && digits.Length == 1)))
            return null;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;
    }
}

/// <summary>The versions of the compute API that brought what this service answers.</summary>
public static class ApiVersions
{
    /// <summary>Actions of deleted servers.</summary>
    public static Microversion ActionsOfDeleted => new(2, 21);

    public static Microversion ForceComplete => new(2, 22);

    /// <summary>List and show in-progress migrations; migration type and links in the history.</summary>
    public static Microversion ListAndShow => new(2, 23);

    public static Microversion Abort => new(2, 24);

    /// <summary>A start leaves it to the service which disks are copied.</summary>
    public static Microversion AutomaticDisks => new(2, 25);

    /// <summary>A named host is looked at unless the start is forced.</summary>
    public static Microversion ForcedStart => new(2, 30);

    /// <summary>A start is accepted before its pre-check.</summary>
    public static Microversion ChecksAfterwards => new(2, 34);

    /// <summary>Servers show the values of their flavor, and no longer its id.</summary>
    public static Microversion EmbeddedFlavor => new(2, 47);

    /// <summary>Events of an action for everybody who may see the action.</summary>
    public static Microversion EventsForAll => new(2, 51);

    /// <summary>Time of change, paging and changes-since of actions.</summary>
    public static Microversion ActionPages => new(2, 58);

    /// <summary>UUIDs of migrations; paging and changes-since in the history.</summary>
    public static Microversion Uuids => new(2, 59);

    /// <summary>Abort of queued and preparing migrations.</summary>
    public static Microversion AbortBeforeRunning => new(2, 65);

    /// <summary>changes-before in lists.</summary>
    public static Microversion ChangesBefore => new(2, 66);

    /// <summary>A start cannot be forced any more.</summary>
    public static Microversion NoForcedStart => new(2, 68);

    /// <summary>User and project of migrations, and filters by them.</summary>
    public static Microversion Owners => new(2, 80);

    /// <summary>List and show refuse query parameters that they do not know.</summary>
    public static Microversion StrictQuery => new(2, 102);
}
