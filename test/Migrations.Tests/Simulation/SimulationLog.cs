using Microsoft.Extensions.Logging;

namespace Migrations.Tests.Simulation;

/// <summary>Puts what the service logs between the other lines of a run.</summary>
internal sealed class SimulationLog<T>(SimulationJournal journal) : ILogger<T>
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        journal.Note($"{logLevel}: {formatter(state, exception)} {exception?.Message}");
}
