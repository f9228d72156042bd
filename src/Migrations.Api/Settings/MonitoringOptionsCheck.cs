using Microsoft.Extensions.Options;
using Migrations.Monitoring;

namespace Migrations.Api.Settings;

/// <summary>Refuses times that monitoring cannot work with.</summary>
internal sealed class MonitoringOptionsCheck : IValidateOptions<MonitoringOptions>
{
    public ValidateOptionsResult Validate(string? name, MonitoringOptions options)
    {
        var failures = new[]
        {
            Check(nameof(options.Interval), options.Interval, TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(1)),
            Check(nameof(options.ReadDeadline), options.ReadDeadline, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5)),
            Check(nameof(options.CommandDeadline), options.CommandDeadline, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5)),
            Check(nameof(options.CommandPatience), options.CommandPatience, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
            Check(nameof(options.KeepFinished), options.KeepFinished, TimeSpan.Zero, TimeSpan.FromDays(36500)),
        }.OfType<string>().ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static string? Check(string name, TimeSpan value, TimeSpan least, TimeSpan most) => value >= least && value <= most
        ? null
        : $"Monitoring:{name}={value}: give a time from {least} to {most}.";
}
