using System.Runtime.InteropServices;

namespace Migrations.FunctionalTests.Hosting;

internal static partial class Signals
{
    private const int Sigterm = 15;

    /// <summary>Asks a process to end, as an init system does.</summary>
    public static void Terminate(int processId) => Assert.That(Kill(processId, Sigterm), Is.Zero);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);
}
