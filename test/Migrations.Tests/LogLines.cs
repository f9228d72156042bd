using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Migrations.Tests;

/// <summary>Keeps what is logged, as "Level: message", and which events these were, in order.</summary>
internal sealed class LogLines<T> : ILogger<T>
{
    private readonly ConcurrentQueue<(EventId Event, string Line)> _entries = new();

    public IReadOnlyList<string> Lines => [.. _entries.Select(entry => entry.Line)];

    public IReadOnlyList<int> Ids => [.. _entries.Select(entry => entry.Event.Id)];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _entries.Enqueue((eventId, $"{logLevel}: {formatter(state, exception)}"));
}
