using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Logging.Console;

namespace Migrations.Api.Hosting;

/// <summary>The log on standard output.</summary>
internal static class ConsoleLog
{
    public static void AddConsoleLog(this WebApplicationBuilder builder)
    {
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.AddConsole();
        builder.Services.PostConfigure<ConsoleLoggerOptions>(console => console.FormatterName ??= ConsoleFormatterNames.Simple);
        builder.Services.Configure<SimpleConsoleFormatterOptions>(console => console.SingleLine = true);
        // What goes wrong at start is explained in one line by the entry point.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // Below Warning it says only that requests come and go. With it, each request has an activity and a scope, which no log shows.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
    }
}

/// <summary>How much is logged; the <c>Logging</c> section, which .NET's own logging reads.</summary>
internal sealed class LogOptions
{
    [Description("Lowest level that a category logs, such as Migrations.Audit; the category Default stands for all others")]
    [DisplayFormat(NullDisplayText = nameof(Microsoft.Extensions.Logging.LogLevel.Information))]
    public Dictionary<string, LogLevel>? LogLevel { get; set; }
}

/// <summary>How the log is written; the <c>Logging:Console</c> section.</summary>
internal sealed class ConsoleLogOptions
{
    [Description("The form of log entries on standard output; without it, systemd's form under systemd")]
    [AllowedValues(ConsoleFormatterNames.Simple, ConsoleFormatterNames.Json, ConsoleFormatterNames.Systemd)]
    public string FormatterName { get; set; } = ConsoleFormatterNames.Simple;
}

/// <summary>What is in a log entry; the <c>Logging:Console:FormatterOptions</c> section.</summary>
internal sealed class LogFormatOptions
{
    [Description("Form of the time in log entries, such as yyyy-MM-ddTHH:mm:ss.fffK")]
    [DisplayFormat(NullDisplayText = "no time")]
    [TimestampFormat]
    public string? TimestampFormat { get; set; }

    [Description("Write that time in UTC")]
    public bool UseUtcTimestamp { get; set; }
}

/// <summary>A form of time that .NET can write.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimestampFormatAttribute : ValidationAttribute
{
    public override bool IsValid(object? value)
    {
        try
        {
            _ = DateTimeOffset.UnixEpoch.ToString((string?)value, CultureInfo.InvariantCulture);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    public override string FormatErrorMessage(string name) => "write a form of time, such as yyyy-MM-ddTHH:mm:ss.fffK";
}
