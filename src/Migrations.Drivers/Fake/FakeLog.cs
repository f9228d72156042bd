using Microsoft.Extensions.Logging;

namespace Migrations.Drivers.Fake;

internal static partial class FakeLog
{
    [LoggerMessage(EventIds.FakeWorld, LogLevel.Information,
        "Fake hypervisor: scenario {Scenario}, {Servers} servers, {Age} after the start of the scenario")]
    public static partial void WorldBegun(this ILogger logger, string scenario, int servers, TimeSpan age);

    [LoggerMessage(EventIds.FakeWorldNotSaved, LogLevel.Warning,
        "The world of the fake hypervisor could not be saved; it would be lost with this process. {Reason}")]
    public static partial void WorldNotSaved(this ILogger logger, string reason);

    [LoggerMessage(EventIds.FakeWorldSavedAgain, LogLevel.Information, "Fake hypervisor: its world is saved again.")]
    public static partial void WorldSavedAgain(this ILogger logger);
}
