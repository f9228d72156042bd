namespace Migrations.Api.Microversions;

/// <summary>The versions of the compute API that brought what this service answers.</summary>
public static class ApiVersions
{
    public static Microversion ForceComplete => new(2, 22);

    /// <summary>List and show in-progress migrations; migration type and links in the history.</summary>
    public static Microversion ListAndShow => new(2, 23);

    public static Microversion Abort => new(2, 24);

    /// <summary>UUIDs of migrations; paging and changes-since in the history.</summary>
    public static Microversion Uuids => new(2, 59);

    /// <summary>Abort of queued and preparing migrations.</summary>
    public static Microversion AbortBeforeRunning => new(2, 65);

    /// <summary>changes-before in the history.</summary>
    public static Microversion ChangesBefore => new(2, 66);

    /// <summary>User and project of migrations, and filters by them.</summary>
    public static Microversion Owners => new(2, 80);

    /// <summary>List and show refuse query parameters that they do not know.</summary>
    public static Microversion StrictQuery => new(2, 102);
}
