using Microsoft.Extensions.Logging;
using Migrations.Api.Policies;

namespace Migrations.Tests.Api.Policies;

/// <summary>Keeps what the policy logs, as "Level: message".</summary>
internal sealed class JournalOfLines : ILogger<PolicyEnforcer>
{
    public List<string> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Add($"{logLevel}: {formatter(state, exception)}");
}
