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
        _policy = PolicyReader.Read(sources.Current());
        journal.Loaded(_policy);
    }

    /// <remarks>Nova's rules are for tokens of a project: one of a domain or of the system may do nothing here.</remarks>
    public bool Allows(string rule, Caller caller, string? targetProjectId) =>
        caller is { DomainId: null, SystemScope: null } && _policy.Rules.Allows(rule, caller, targetProjectId);

    /// <summary>Takes over changed files. The old rules stay when they cannot be used, or when one has gone.</summary>
    /// <remarks>Called by one thread at a time.</remarks>
    public void Refresh()
    {
        try
        {
            var files = _sources.Current();
            if (files.SequenceEqual(_policy.Files))
                return;
            RequireAllThatWereRead(files);
            _policy = PolicyReader.Read(files);
            _journal.Loaded(_policy);
        }
        catch (PolicyException e)
        {
            _journal.Kept(e);
        }
    }

    private void RequireAllThatWereRead(IReadOnlyList<FileVersion> files)
    {
        var gone = _policy.Files.Select(file => file.Path).Except(files.Select(file => file.Path)).FirstOrDefault();
        if (gone is not null && !File.Exists(gone))
            throw new PolicyException(gone, null, null, "expected the file that was read before: restore it, or restart");
    }
}
