using Migrations.Api.Policies.Language;

namespace Migrations.Api.Policies;

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
