namespace Migrations.Api.Policies;

/// <summary>What the log says about the policy: each policy once, and each reason to keep the old one once.</summary>
internal sealed partial class PolicyJournal(ILogger<PolicyEnforcer> logger)
{
    private string? _kept;

    public void Loaded(LoadedPolicy policy)
    {
        _kept = null;
        LogLoaded(policy.Files.Count == 0 ? "the defaults" : string.Join(", ", policy.Files.Select(file => file.Path)));
        foreach (var doubt in policy.Doubts)
            LogDoubt(doubt);
    }

    public void Kept(PolicyException reason)
    {
        if (_kept == reason.Message)
            return;
        _kept = reason.Message;
        LogKept(reason.Message);
    }

    [LoggerMessage(EventIds.PolicyFileGone, LogLevel.Warning, "The policy file {File} has been removed; its rules hold no longer.")]
    public partial void Gone(string file);

    [LoggerMessage(EventIds.PolicyLoaded, LogLevel.Information, "The policy in force is {Files}.")]
    private partial void LogLoaded(string files);

    [LoggerMessage(EventIds.PolicyDoubt, LogLevel.Warning, "Policy: {Doubt}.")]
    private partial void LogDoubt(string doubt);

    [LoggerMessage(EventIds.PolicyKept, LogLevel.Error, "The changed policy cannot be used, the old rules stay: {Reason}")]
    private partial void LogKept(string reason);
}
