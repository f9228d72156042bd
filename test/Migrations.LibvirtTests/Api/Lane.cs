using System.Diagnostics;
using Migrations.LibvirtTests.Nodes;

namespace Migrations.LibvirtTests.Api;

/// <summary>A guest that migrates again and again; one that has moved is replaced by another. Disposing stops it.</summary>
internal sealed class Lane : IDisposable
{
    private Process? _migration;

    /// <remarks>libvirt remembers what became of it, because it is persistent.</remarks>
    public Guest Guest { get; private set; } = Guest.Start(persistent: true);

    public bool WasStarted => _migration is not null;

    public bool Migrates => _migration is { HasExited: false };

    /// <summary>Whether the last migration has taken the guest to the destination.</summary>
    public bool HasMoved => _migration is { HasExited: true, ExitCode: 0 };

    /// <summary>How often this guest has begun to migrate.</summary>
    public int Starts { get; private set; }

    public void Migrate(IEnumerable<string> options)
    {
        if (HasMoved)
        {
            Guest.Dispose();
            Guest = Guest.Start(persistent: true);
            Starts = 0;
        }
        Starts++;
        _migration = Guest.Migrate(4, options);
    }

    public void Dispose() => Guest.Dispose();
}
