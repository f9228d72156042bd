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
    /// <exception cref="PolicyException">The configured file is missing, or a folder cannot be read.</exception>
    public IReadOnlyList<FileVersion> Current()
    {
        try
        {
            return [.. Main().Concat(DropIns()).Select(FileVersion.Of)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PolicyException(_file ?? root, null, null, $"expected policy files that can be read: {e.Message}");
        }
    }

    private IEnumerable<string> Main()
    {
        if (_file is null)
            return Usual.Select(name => Path.Combine(root, name)).Where(File.Exists).Take(1);
        return File.Exists(_file)
            ? [_file]
            : throw new PolicyException(_file, null, null,
                "expected the policy file that Policy:File names: write it, or remove the setting for the defaults");
    }

    private IEnumerable<string> DropIns()
    {
        var folder = Path.Combine(Path.GetDirectoryName(_file) ?? root, "policy.d");
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder)
                .Where(path => !Path.GetFileName(path).StartsWith('.'))
                .Where(path => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal)
            : [];
    }
}
