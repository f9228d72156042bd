using System.Text.RegularExpressions;

namespace Migrations.FunctionalTests.Golden;

/// <summary>The recorded cases that cannot hold here, each with the reason. The tests count them.</summary>
internal static partial class GoldenGaps
{
    private const string OtherState = "No hypervisor tells that a server is in this state.";
    private const string NeverLaunched = "A server that a hypervisor has was launched.";
    private const string OfConductor = "Checked before the start is accepted, and not again by the pre-check.";

    /// <summary>Why a case is left out; null for those that are replayed.</summary>
    public static string? ReasonToLeaveOut(GoldenCase recorded)
    {
        var message = recorded.Message ?? "";
        if (recorded.Refusal is "ComputeHostNotFound" or "InstanceIsLocked")
            return OfConductor;
        if (message.EndsWith(" is in an invalid state for 'os-migrateLive'", StringComparison.Ordinal))
            return NeverLaunched;
        return State().Match(message) is { Success: true } match && ServerStates.FromWireName(match.Groups[1].Value) is null
            ? OtherState
            : null;
    }

    [GeneratedRegex("^Cannot 'os-migrateLive' instance .* while it is in vm_state (.*)$")]
    private static partial Regex State();
}
