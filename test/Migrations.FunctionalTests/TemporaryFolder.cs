namespace Migrations.FunctionalTests;

/// <summary>A folder that is deleted with its contents when it is no longer needed.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("migrations-");

    public string File(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>May be called again: hosts are disposed of twice.</summary>
    public void Dispose()
    {
        _folder.Refresh();
        if (_folder.Exists)
            _folder.Delete(recursive: true);
    }
}
