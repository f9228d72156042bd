using Microsoft.Extensions.Options;
using Migrations.Api.Policies.Language;
using Migrations.Drivers.Fake.Scenarios;
using Migrations.Storage;

namespace Migrations.Api.Settings;

/// <summary>Turns what goes wrong at start into one line for the operator.</summary>
internal static class StartupErrors
{
    /// <summary>The line; null for a failure that is a defect of the service and deserves its stack trace.</summary>
    public static string? Explain(Exception exception) => exception switch
    {
        SettingException or DatabaseException or ScenarioException or PolicyException => exception.Message,
        OptionsValidationException options => string.Join(" ", options.Failures),
        IOException { InnerException: not null } bind when bind.Message.Contains("bind", StringComparison.Ordinal) =>
            $"{bind.Message.TrimEnd('.')}. Stop the other program, or choose another address with --Urls.",
        InvalidOperationException { InnerException: FormatException format } value =>
            $"{value.Message} {format.Message} --help shows an example.",
        { InnerException: { } inner } => Explain(inner),
        _ => null,
    };
}
