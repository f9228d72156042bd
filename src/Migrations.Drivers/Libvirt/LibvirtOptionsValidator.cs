using Microsoft.Extensions.Options;

namespace Migrations.Drivers.Libvirt;

/// <summary>Refuses settings that cannot work, naming the setting, its value and what to write instead.</summary>
internal sealed class LibvirtOptionsValidator : IValidateOptions<LibvirtOptions>
{
    private const string Section = LibvirtOptions.Section;

    public ValidateOptionsResult Validate(string? name, LibvirtOptions options)
    {
        var complaints = Complaints(options).ToList();
        return complaints.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(complaints);
    }

    private static IEnumerable<string> Complaints(LibvirtOptions options)
    {
        if (!options.Uri.Contains(':', StringComparison.Ordinal))
            yield return $"{Section}:Uri is '{options.Uri}': write a libvirt URI, such as qemu:///system.";
        if (options.Host is { } host && string.IsNullOrWhiteSpace(host))
            yield return $"{Section}:Host is '{host}': write the compute host's name, or leave it out.";
        if (options.ForceComplete is not (ForceCompleteChoices.Auto or ForceCompleteChoices.PostCopy or ForceCompleteChoices.Pause))
            yield return $"{Section}:ForceComplete is '{options.ForceComplete}': write auto, post-copy or pause.";
        if (options.KeepAliveInterval < TimeSpan.FromSeconds(1) || options.KeepAliveInterval > TimeSpan.FromHours(1))
            yield return $"{Section}:KeepAliveInterval is '{options.KeepAliveInterval}': write between 00:00:01 and 01:00:00.";
        if (options.KeepAliveCount is < 1 or > 100)
            yield return $"{Section}:KeepAliveCount is '{options.KeepAliveCount}': write between 1 and 100.";
        if (options.ParallelReads is < 1 or > 64)
            yield return $"{Section}:ParallelReads is '{options.ParallelReads}': write between 1 and 64.";
        foreach (var (setting, value) in Waits(options))
        {
            if (value < TimeSpan.FromSeconds(0.5) || value > TimeSpan.FromMinutes(5))
                yield return $"{Section}:{setting} is '{value}': write between 00:00:00.5 and 00:05:00.";
        }
    }

    private static (string Setting, TimeSpan Value)[] Waits(LibvirtOptions options) =>
    [
        (nameof(options.ConnectTimeout), options.ConnectTimeout),
        (nameof(options.ReadTimeout), options.ReadTimeout),
        (nameof(options.RetryAfter), options.RetryAfter),
    ];
}
