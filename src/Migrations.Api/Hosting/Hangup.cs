using System.Runtime.InteropServices;

namespace Migrations.Api.Hosting;

/// <summary>
/// SIGHUP, by which daemons are asked to read their files again. Without this, it would end the process.
/// </summary>
internal sealed partial class Hangup : IDisposable
{
    private readonly ILogger<Hangup> _logger;
    private readonly PosixSignalRegistration? _signal;

    public Hangup(ILogger<Hangup> logger)
    {
        _logger = logger;
        // On Windows the same signal says that the console window is closed.
        if (!OperatingSystem.IsWindows())
            _signal = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Answer);
    }

    /// <summary>Raised once per signal, on a thread of the pool.</summary>
    public event EventHandler? Received;

    public void Dispose() => _signal?.Dispose();

    internal void Receive()
    {
        LogReceived();
        Received?.Invoke(this, EventArgs.Empty);
    }

    private void Answer(PosixSignalContext context)
    {
        context.Cancel = true;
        Receive();
    }

    [LoggerMessage(EventIds.HangupReceived, LogLevel.Information, "SIGHUP: the policy and the certificate are read again")]
    private partial void LogReceived();
}
