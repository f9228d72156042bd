using Migrations.Drivers;

namespace Migrations.Tests.Operations;

/// <summary>What auditors read of a command.</summary>
public sealed partial class CommandExecutionTests
{
    private readonly AuditedLines _audit = new();

    [Test]
    public async Task Command_ThatWaits_IsAuditedOnceItIsSettled()
    {
        Publish(MigrationStatus.Running);
        AbortThrows(DriverErrorKind.NotYet);
        var told = _audit.Lines.Count;

        await AdvanceAsync(CommandKind.Abort);
        Assert.That(_audit.Lines, Has.Count.EqualTo(told));

        AbortThrows(DriverErrorKind.Refused);
        await AdvanceAsync(CommandKind.Abort);

        Assert.That(_audit.Lines.Skip(told).Single(), Does.Contain("abort of migration 7").And.Contain("settled: user alice").And.Contain("refused"));
    }
}
