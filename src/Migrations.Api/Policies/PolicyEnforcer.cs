using Migrations.Api.Identity;
using Migrations.Api.Policies.Files;
using Migrations.Api.Policies.Language;

namespace Migrations.Api.Policies;

/// <summary>Decides by the rules of the policy files.</summary>
internal sealed class PolicyEnforcer : IPolicy
{
    private readonly PolicySources _sources;
    private readonly PolicyLog _log;
    private volatile LoadedPolicy _policy;

    /// <exception cref="PolicyException">The files cannot be used, so there are no rules to begin with.</exception>
    public PolicyEnforcer(PolicySources sources, PolicyLog log)
    {
        _sources = sources;
        _log = log;
        _policy = PolicyReader.Read(sources.AtStart().Select(file => file.Path));
        log.Loaded(_policy);
    }

    public object InForce => _policy;

    /// <remarks>
    /// Every rule of Nova has the scope "project" and the scope is enforced (nova/policies, scope_types; oslo.policy since
    /// 2023.1): tokens of a domain or of the system may do nothing.
    /// </remarks>
    public bool Allows(string rule, Caller caller, string? targetProjectId) =>
        caller is { DomainId: null, SystemScope: null } && _policy.Rules.Allows(rule, caller, targetProjectId);

    /// <summary>Reads the files again if they have changed. Files that cannot be used change nothing; the rules of a removed file end with it.</summary>
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
                _log.Gone(gone.Path);
            _policy = policy;
            _log.Loaded(policy);
        }
        catch (PolicyException e)
        {
            _log.Kept(e);
        }
    }
}

/// <summary>Logs which policy is in force: each policy once, and each reason to keep the old one once.</summary>
internal sealed partial class PolicyLog(ILogger<PolicyEnforcer> logger)
{
    private string? _kept;

    public void Loaded(LoadedPolicy policy)
    {
        _kept = null;
        LogLoaded(policy.Files.Count == 0 ? "the defaults" : string.Join(", ", policy.Files.Select(file => file.Path)));
        foreach (var warning in policy.Warnings)
            LogWarning(warning.Text);
    }

    public void Kept(PolicyException reason)
    {
        if (_kept == reason.Message)
            return;
        _kept = reason.Message;
        LogKept(reason.Message);
    }

    [LoggerMessage(EventIds.PolicyFileGone, LogLevel.Warning, "The policy file {File} has been removed; its rules are no longer in force.")]
    public partial void Gone(string file);

    [LoggerMessage(EventIds.PolicyLoaded, LogLevel.Information, "The policy in force is {Files}.")]
    private partial void LogLoaded(string files);

    [LoggerMessage(EventIds.PolicyWarning, LogLevel.Warning, "Policy: {Warning}.")]
    private partial void LogWarning(string warning);

    [LoggerMessage(EventIds.PolicyKept, LogLevel.Error, "The changed policy cannot be used; the old rules stay in force. {Reason}")]
    private partial void LogKept(string reason);
}
