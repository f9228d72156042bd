using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Migrations.Settings;

namespace Migrations.Storage.Files;

/// <summary>Where migrations are stored; the <c>Database</c> section.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";

    [Description("The SQLite file, created when missing, readable by the service's account only; newer, foreign or damaged files are refused, never overwritten")]
    [Required(ErrorMessage = $"{Section}:{nameof(Path)} is empty; write the path of a file")]
    [FilePath]
    public string Path { get; set; } = "migrations.db";
}

/// <summary>Refuses options with which nothing can be stored.</summary>
[OptionsValidator]
internal sealed partial class DatabaseOptionsValidator : IValidateOptions<DatabaseOptions>;
