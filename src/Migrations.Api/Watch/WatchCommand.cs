using System.Runtime.InteropServices;
using Migrations.Api.Hosting;
using Migrations.Api.Settings;

namespace Migrations.Api.Watch;

/// <summary>Follows the migrations of a running service in a terminal. It needs no settings, and opens neither database nor port.</summary>
internal static class WatchCommand
{
    private const string Name = "watch";
    private const int Cancelled = 3;
    private const int Interrupted = 130;

    private const string Help =
        """
        Follows the live migrations of a running service: how far they are, and whether and when they will end.

        Migrations.Api watch [--url URL] [--token TOKEN] [--server UUID [MIGRATION]]

          --url URL      the address of the service [http://127.0.0.1:8774]
          --token TOKEN  a token of Keystone; better put it into the variable OS_TOKEN, where other users do not see it
          --server UUID  only the migrations of this server
          MIGRATION      the id of one migration of that server; ends when it has ended

        In a terminal it draws one line for each migration; Ctrl-C ends it. NO_COLOR=1 leaves out the colours.
        Into a file or a pipe it writes a line for each change, and for each new percentage. Times are UTC.
        When the service is away, it says so and connects again by itself.

        Exit codes: 0 completed; 1 failed or error; 2 an argument is wrong, or the service refuses; 3 cancelled;
        130 ended by Ctrl-C before the one migration has ended. Without MIGRATION, Ctrl-C ends it with 0.

        """;

    /// <summary>Carries out <c>watch ...</c>, if that is what the arguments say.</summary>
    /// <returns>The exit code; null for any other command.</returns>
    public static async Task<int?> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter errors)
    {
        if (args is not [Name, ..])
            return null;
        if (args.Any(CommandLine.IsHelp))
        {
            await output.WriteAsync(Help);
            return ExitCode.Success;
        }
        var token = Environment.GetEnvironmentVariable(WatchArguments.TokenVariable);
        if (WatchArguments.Read([.. args.Skip(1)], token, out var problem) is not { } arguments)
        {
            await errors.WriteLineAsync(problem);
            return ExitCode.WrongSetting;
        }
        return await FollowAsync(arguments, output, errors);
    }

    private static async Task<int> FollowAsync(WatchArguments arguments, TextWriter output, TextWriter errors)
    {
        using var end = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, End);
        try
        {
            using var client = Client(arguments);
            using var view = View(arguments, output);
            var stream = new WatchStream(client, arguments, TimeProvider.System);
            return CodeOf(await new WatchLoop(stream, view, TimeProvider.System).RunAsync(arguments.Migration, end.Token));
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return arguments.Migration is null ? ExitCode.Success : Interrupted;
        }
        catch (WatchRefusedException e)
        {
            await errors.WriteLineAsync(WatchWords.Printable(e.Message));
            return ExitCode.WrongSetting;
        }

        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            end.Cancel();
        }
    }

    private static HttpClient Client(WatchArguments arguments) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        // A proxy cannot reach what is on this machine.
        UseProxy = !arguments.Root.IsLoopback,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private static IWatchView View(WatchArguments arguments, TextWriter output) => Terminal.Size is null
        ? new WatchLinesView(output)
        : new WatchScreenView(
            output, () => Terminal.Size ?? Terminal.UsualSize, string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")), arguments.Migration is not null);

    private static int CodeOf(WatchedMigration? ended) => MigrationStatuses.FromWireName(ended?.Migration.Status ?? "") switch
    {
        MigrationStatus.Completed => ExitCode.Success,
        MigrationStatus.Cancelled => Cancelled,
        _ => ExitCode.Failure,
    };
}
