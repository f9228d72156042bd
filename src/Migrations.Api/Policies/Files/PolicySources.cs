using Migrations.Api.Policies.Language;

namespace Migrations.Api.Policies.Files;

/// <summary>Which files make the policy: one policy file, and those of <c>policy.d</c> beside it.</summary>
/// <param name="file">The configured file; null for <c>policy.yaml</c>, or else <c>policy.json</c>, if there is one.</param>
/// <param name="root">The folder that relative paths start from.</param>
internal sealed class PolicySources(string? file, string root)
{
    private static readonly string[] Usual = ["policy.yaml", "policy.json"];
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    private readonly string? _file = string.IsNullOrWhiteSpace(file) ? null : Path.GetFullPath(file, root);

    /// <summary>The files as they are now, in the order in which they are to be read.</summary>
    /// <exception cref="PolicyException">A file, or the folder <c>policy.d</c>, cannot be read.</exception>
    public IReadOnlyList<FileVersion> Current()
    {
        IEnumerable<string> candidates = _file is null ? Usual.Select(name => Path.Combine(root, name)) : [_file];
        return [.. Found(candidates).Take(1), .. Found(DropIns())];
    }

    /// <summary>The files at the start, when a misspelt name is noticed: the configured file must be there.</summary>
    /// <exception cref="PolicyException">The configured file is missing, or something cannot be read.</exception>
    public IReadOnlyList<FileVersion> AtStart()
    {
        var files = Current();
        return _file is null || files.Any(found => found.Path == _file)
            ? files
            : throw new PolicyException(_file, null, null, "there is no such file: correct Policy:File, or remove it for the defaults");
    }

    private static IEnumerable<FileVersion> Found(IEnumerable<string> paths) =>
        paths.Select(PolicyFile.Find).OfType<FileVersion>();

    private IEnumerable<string> DropIns()
    {
        var folder = Path.Combine(Path.GetDirectoryName(_file) ?? root, "policy.d");
        try
        {
            return Directory.Exists(folder)
                ? [.. Directory.EnumerateFiles(folder)
                    .Where(path => !Path.GetFileName(path).StartsWith('.'))
                    .Where(path => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
                    .Order(StringComparer.Ordinal)]
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PolicyException(folder, null, null, $"expected a folder that can be read: {e.Message}");
        }
    }
}
