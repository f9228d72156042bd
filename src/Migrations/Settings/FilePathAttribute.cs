using System.ComponentModel.DataAnnotations;

namespace Migrations.Settings;

/// <summary>An option that names a file.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FilePathAttribute : ValidationAttribute
{
    /// <summary>Whether the file must be there, and readable, when the service starts.</summary>
    public bool MustExist { get; init; }

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        MustExist && value is string path && Problem(path) is { } problem
            ? new ValidationResult(problem, [validationContext.MemberName ?? ""])
            : ValidationResult.Success;

    private static string? Problem(string path)
    {
        if (Directory.Exists(path))
            return "this is a folder; write the path of a file";
        if (!File.Exists(path))
            return "there is no such file; write the path of one";
        try
        {
            using var file = File.OpenRead(path);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "this file cannot be read; let the account of this service read it";
        }
    }
}
