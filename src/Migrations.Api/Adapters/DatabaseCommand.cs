using Migrations.Api.Settings;
using Migrations.Storage.Files;
using Migrations.Storage.Maintenance;

namespace Migrations.Api.Adapters;

/// <summary>The commands for the database, which the service may be using at the same time. Each ends the program instead of starting the service.</summary>
internal static class DatabaseCommand
{
    private const string Backup = "--backup";
    private const string Check = "--check-database";

    /// <summary>Whether an argument is one of these commands, and if so, whether a value may follow it; null for any other argument.</summary>
    public static bool? TakesValue(string argument) => argument is Backup or Check ? true : null;

    /// <summary>Carries out <c>--backup FILE</c> or <c>--check-database [FILE]</c>, if one is given.</summary>
    /// <returns>The exit code; null to start the service.</returns>
    public static int? Run(IReadOnlyList<string> args, ServiceSettings settings, TextWriter output, TextWriter errors)
    {
        var database = AdapterSetup.DatabasePath(settings.Configuration, settings.Root);
        try
        {
            if (Arguments.ValueOf(args, Backup) is { } target)
                return WriteBackup(database, target, settings.Root, output, errors);
            if (Arguments.ValueOf(args, Check) is not { } named)
                return null;
            var file = named.Length == 0 ? database : Path.GetFullPath(named, settings.Root);
            output.WriteLine($"{file} is sound: {DatabaseInspection.Inspect(file)}");
            return ExitCode.Success;
        }
        catch (DatabaseException e)
        {
            errors.WriteLine(e.Message);
            return ExitCode.Failure;
        }
    }

    private static int WriteBackup(string database, string target, string root, TextWriter output, TextWriter errors)
    {
        if (target.Length == 0)
        {
            errors.WriteLine($"{Backup} needs the name of the file to write: {Backup} /var/backups/migrations.db.");
            return ExitCode.WrongSetting;
        }
        var file = Path.GetFullPath(target, root);
        output.WriteLine($"{file} is a sound backup of {database}: {DatabaseBackup.Write(database, file)}");
        return ExitCode.Success;
    }
}
