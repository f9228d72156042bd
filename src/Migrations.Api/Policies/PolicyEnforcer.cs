using Migrations.Api.Identity;
using Migrations.Api.Policies.Files;

namespace Migrations.Api.Policies;

/// <summary>Decides by the policy files, and reads them again when they have changed.</summary>
internal sealed class PolicyEnforcer : IPolicy
{
    private readonly PolicySources _sources;
    private readonly PolicyJournal _journal;
    private volatile LoadedPolicy _policy;

    /// <exception cref="PolicyException">The files cannot be used: without a policy, nothing can be decided.</exception>
    public PolicyEnforcer(PolicySources sources, PolicyJournal journal)
    {
        _sources = sources;
        _journal = journal;
        _policy = PolicyReader.Read(sources.AtStart().Select(file => file.Path));
        journal.Loaded(_policy);
    }

    /// <remarks>Nova's rules are for tokens of a project: one of a domain or of the system may do nothing here.</remarks>
    public bool Allows(string rule, Caller caller, string? targetProjectId) =>
        caller is { DomainId: null, SystemScope: null } && _policy.Rules.Allows(rule, caller, targetProjectId);

    /// <summary>Takes over changed files. The old rules stay when they cannot be used; those of a removed file end with it.</summary>
    /// <remarks>Called by one thread at a time.</remarks>
    public void Refresh()
    {
        try
        {
            var files = _sources.Current();
            if (files.SequenceEqual(_policy.Files))
                return;
            var policy = PolicyReader.Read(files.Select(file => file.Path));
            foreach (var gone in _policy.Files.ExceptBy(files.Select(file => file.Path), file => file.Path))
                _journal.Gone(gone.Path);
            _policy = policy;
            _journal.Loaded(policy);
        }
        catch (PolicyException e)
        {
            _journal.Kept(e);
        }
    }
}
