using Migrations.Api.Calls;
using Migrations.Api.Python;
using Migrations.Api.Wire;

namespace Migrations.Api.EventStreams;

/// <summary>Which migrations a stream is about; null stands for all.</summary>
internal sealed record StreamFilter
{
    private const string ServerName = "server";
    private const string StatusName = "status";
    private const string ProjectName = "project";

    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new(ServerName, "UUID of the server.") { Format = "uuid" },
        new(StatusName, "Only migrations that have this status, and events after which they have it; may be repeated."),
        new(ProjectName, "Project of the server."),
    ];

    public Guid? Server { get; init; }

    /// <summary>Id of the one migration that is followed to its end.</summary>
    public long? Migration { get; init; }

    public string? Project { get; init; }

    /// <summary>Empty for all.</summary>
    public IReadOnlyList<MigrationStatus> Statuses { get; init; } = [];

    /// <summary>Reads a query; unknown parameters and values are refused.</summary>
    public static Fault? Parse(IQueryCollection query, out StreamFilter filter)
    {
        filter = new StreamFilter();
        if ((StrictQuery.Check(query, ServerName, StatusName, ProjectName) ?? QueryValues.Single(query, ServerName, ProjectName)) is { } refusal)
            return refusal;
        Guid? server = null;
        if (query[ServerName] is [{ } text])
        {
            if (!Guid.TryParseExact(text, "D", out var uuid))
                return QueryValues.Invalid(ServerName, text, $"{PythonRepr.Of(text)} is not a 'uuid'");
            server = uuid;
        }
        var statuses = new List<MigrationStatus>();
        foreach (var name in query[StatusName])
        {
            if (MigrationStatuses.FromWireName(name ?? "") is not { } status)
                return QueryValues.Invalid(StatusName, name ?? "", $"{PythonRepr.Of(name ?? "")} is not one of "
                    + $"[{string.Join(", ", MigrationStatuses.All.Select(each => PythonRepr.Of(each.WireName)))}]");
            statuses.Add(status);
        }
        filter = new StreamFilter { Server = server, Statuses = statuses, Project = query[ProjectName] is [{ } project] ? project : null };
        return null;
    }

    public bool Matches(Server server, Migration migration, MigrationStatus status) =>
        (Migration is null || Migration == migration.Id)
        && (Server is null || Server == server.Uuid)
        && (Project is null || Project == server.ProjectId)
        && (Statuses.Count == 0 || Statuses.Contains(status));
}
