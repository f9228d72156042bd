using Microsoft.Extensions.Logging;
using Migrations.Operations;
using Moq;

namespace Migrations.Tests;

/// <summary>An audit log, and what it was told.</summary>
internal sealed class AuditedLines
{
    private readonly LogLines<AuditLog> _log = new();

    public AuditedLines() =>
        Log = new AuditLog(Mock.Of<ILoggerFactory>(loggers => loggers.CreateLogger(AuditLog.Category) == _log));

    public AuditLog Log { get; }

    public IReadOnlyList<string> Lines => _log.Lines;
}
