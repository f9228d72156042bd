using Migrations.Api.Calls;
using Migrations.Api.EventStreams.Editions;
using Migrations.Api.Identity;
using Migrations.Api.Policies;

namespace Migrations.Api.EventStreams;

/// <summary>What the caller of one stream may see, and wants to see. Decisions are remembered until the rules change.</summary>
/// <remarks>Used by one stream only.</remarks>
/// <param name="project">The project that the whole stream is asked for.</param>
internal sealed class Viewer(Caller caller, IPolicy policy, ServerLookup servers, StreamFilter filter, string? project)
{
    private readonly Dictionary<string, bool> _byProject = [];
    private object? _rules = policy.InForce;

    public StreamFilter Filter => filter;

    /// <summary>The project whose migrations are all that the caller may ever see; null when it may see more.</summary>
    public string? OnlyProject => policy.IsAdministrator(caller) ? filter.Project : caller.ProjectId;

    /// <summary>Whether the caller may have such a stream at all.</summary>
    public bool MayFollow => policy.Allows(PolicyRules.Events, caller, project);

    /// <summary>Whether the rules have changed since this was asked last.</summary>
    public bool HaveRulesChanged()
    {
        var rules = policy.InForce;
        if (ReferenceEquals(rules, _rules))
            return false;
        _rules = rules;
        _byProject.Clear();
        return true;
    }

    public bool Sees(SharedItem item) => Sees(item, item.Record.Status);

    public bool Sees(SharedEvent told) => Sees(told.Item, told.Told.Status);

    private bool Sees(SharedItem item, MigrationStatus status) =>
        filter.Matches(item.Server, item.Record, status) && MaySee(item.Server);

    private bool MaySee(Server server)
    {
        var owner = server.ProjectId ?? "";
        if (!_byProject.TryGetValue(owner, out var allowed))
            _byProject[owner] = allowed =
                servers.IsVisible(server, caller) && policy.Allows(PolicyRules.Events, caller, server.ProjectId);
        return allowed;
    }
}
