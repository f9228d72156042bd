using System.Runtime.InteropServices;

namespace Migrations.FunctionalTests.Hosting;

internal static partial class Signals
{
    private const int Sighup = 1;
    private const int Sigterm = 15;

    /// <summary>Asks a process to end, as an init system does.</summary>
    public static void Terminate(int processId) => Assert.That(Kill(processId, Sigterm), Is.Zero);

    /// <summary>Asks a process to read its files again.</summary>
    public static void HangUp(int processId) => Assert.That(Kill(processId, Sighup), Is.Zero);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);
}
