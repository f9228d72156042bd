namespace Migrations.Api.Policies.Files;

/// <summary>A file, and what tells whether it is still the same. Of a link, those of the file that it leads to.</summary>
internal readonly record struct FileVersion(string Path, DateTime WrittenUtc, long Bytes)
{
    /// <exception cref="IOException">The file has gone.</exception>
    public static FileVersion Of(string path)
    {
        var file = new FileInfo(path);
        var target = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        return new FileVersion(path, target.LastWriteTimeUtc, target.Length);
    }
}
