using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Migrations.Api.Adapters;
using Migrations.Api.Hosting;
using Migrations.Api.Policies.Language;

namespace Migrations.Api.Settings;

/// <summary>Turns what goes wrong at start into one line for the operator.</summary>
internal static class StartupErrors
{
    /// <summary>Writes why the service cannot start; the whole failure only if it is a defect of the service.</summary>
    /// <returns>The exit code.</returns>
    public static int Write(Exception failure, ServiceSettings settings, TextWriter errors)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
            if (Explain(cause, settings) is (var line, var exitCode))
            {
                errors.WriteLine(line);
                return exitCode;
            }
        errors.WriteLine($"The service ends because of a defect of its own. Please report this: {failure}");
        return ExitCode.Failure;
    }

    private static (string Line, int ExitCode)? Explain(Exception failure, ServiceSettings settings) => failure switch
    {
        _ when (AdapterSetup.Explain(failure) ?? (failure as PolicyException)?.Message) is { } line => (line, ExitCode.Failure),
        SettingException setting => (settings.Explain(setting.Key, setting.Remedy), ExitCode.WrongSetting),
        // Nothing but the web server uses sockets before it listens.
        SocketException socket => Explain(Listening.Obstacle(ServiceOptions.Of(settings.Configuration), socket), settings),
        OptionsValidationException options => (string.Join(" ", options.Failures), ExitCode.WrongSetting),
        _ => null,
    };
}

/// <summary>A setting with which the service cannot start.</summary>
/// <param name="key">The setting.</param>
/// <param name="remedy">What to write instead, without the full stop.</param>
public sealed class SettingException(string key, string remedy, Exception? inner = null) : Exception($"{key}: {remedy}", inner)
{
    public string Key { get; } = key;
    public string Remedy { get; } = remedy;
}
