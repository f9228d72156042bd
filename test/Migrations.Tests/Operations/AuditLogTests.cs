using Microsoft.Extensions.Logging;
using Migrations.Operations;
using Moq;

namespace Migrations.Tests.Operations;

/// <summary>What auditors look for: who asked, for what, and what became of it.</summary>
public sealed class AuditLogTests
{
    private static readonly MigrationCommand Command = Given.Command(CommandKind.Abort);

    [Test]
    public void Commands_AreLoggedInTheCategoryOfAudits_WithWhoAsked()
    {
        var log = new LogLines<AuditLog>();
        var loggers = new Mock<ILoggerFactory>();
        loggers.Setup(factory => factory.CreateLogger("Migrations.Audit")).Returns(log);
        var audit = new AuditLog(loggers.Object);

        audit.Accepted(Command);
        audit.Settled(Command with { Outcome = CommandOutcome.TooLate, RequestedBy = new Requester(null, null, "req-2") });

        Assert.That(log.Ids, Is.EqualTo(new[] { EventIds.CommandAccepted, EventIds.CommandSettled }));
        Assert.That(log.Lines[0], Does.Contain("alice").And.Contain("project").And.Contain("req-1").And.Contain("abort"));
        Assert.That(log.Lines[1], Does.Contain("(anonymous)").And.Contain("(none)").And.Contain("req-2").And.Contain("too_late"));
    }

    [Test]
    public void Policies_AreLoggedWithWhatTheyDo_AndWithWhoChangesThem()
    {
        var audit = new AuditedLines();

        audit.Log.PolicyApplied(Given.Migration(), "aborts the migration: its time is up");
        audit.Log.PolicyChanged(Given.Migration(), Given.Requester, "deadline 1m");

        Assert.That(audit.Lines, Is.EqualTo(new[]
        {
            $"Information: Policy of migration 7 of server {Given.ServerUuid}: aborts the migration: its time is up",
            $"Information: Policy of migration 7 of server {Given.ServerUuid} changed: user alice, project project, request req-1: deadline 1m",
        }));
    }
}
