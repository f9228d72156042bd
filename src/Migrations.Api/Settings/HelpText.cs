namespace Migrations.Api.Settings;

/// <summary>The text of <c>--help</c>.</summary>
internal static class HelpText
{
    private const string Introduction =
        """
        Shows, force-completes and aborts live migrations in the form of OpenStack Nova's API.

        Migrations.Api [--SETTING=VALUE ...]     starts the service
        Migrations.Api --check-settings [...]    prints the settings in force and where each comes from, or all mistakes
        Migrations.Api --check-policy [FILE]     prints who may do what by a policy file
        Migrations.Api --sample-policy           prints a policy file with all defaults
        Migrations.Api --health [ready|live]     asks the running service how it is
        Migrations.Api --backup FILE             copies the database to FILE, also while the service runs
        Migrations.Api --check-database [FILE]   looks for faults in the database, or in a backup of it
        Migrations.Api --version                 prints the version

        Commands read the same settings as the service: --backup copies the file that Database:Path names.

        Settings come from these places; the later ones win:
          appsettings.json in the working directory
          the files that --settings=FILE_OR_FOLDER names: a JSON file, or all *.json of a folder in the order of their names
          credentials of systemd: LoadCredential=Auth__Keystone__Password:...
          environment variables: Database__Path=...
          the command line: --Database:Path=...
        They are read once, at start. Times are written 500ms, 2s, 10m, 12h, 30d or 00:00:02.

        Exit codes: 0 stopped as asked, or the command succeeded; 1 the database, the scenario or the policy cannot be used,
        or the command found a fault; 2 a setting or an argument is wrong.

        """;

    /// <returns>The exit code.</returns>
    public static int Write(TextWriter output)
    {
        output.WriteLine(Introduction);
        var width = KnownSettings.All.Max(setting => setting.Key.Length);
        foreach (var setting in KnownSettings.All)
            output.WriteLine($"  --{setting.Key.PadRight(width)}  {setting.Meaning}{Values(setting)}");
        return ExitCode.Success;
    }

    private static string Values(Setting setting) => (setting.Default, setting.Range) switch
    {
        ("", "") => "",
        (var value, "") => $" [{value}]",
        ("", var range) => $" [{range}]",
        var (value, range) => $" [{value}; {range}]",
    };
}
