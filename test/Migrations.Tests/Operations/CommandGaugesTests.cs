using Microsoft.Extensions.Time.Testing;
using Migrations.Operations;
using Moq;

namespace Migrations.Tests.Operations;

[NonParallelizable]
public sealed class CommandGaugesTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Mock<ICommandStore> _commands = new();

    [TestCase(90, "90")]
    [TestCase(-5, "0")]
    public void OldestPending_IsTheAgeOfTheFirst_AndNeverNegative(int seconds, string age)
    {
        _commands.Setup(commands => commands.Pending()).Returns([PendingSince(seconds), PendingSince(1)]);

        Assert.That(Measure(), Is.EqualTo(new[] { $" {age}" }));
    }

    [Test]
    public void OldestPending_WithNoneIsZero_AndWithoutADatabaseUnknown()
    {
        _commands.SetupSequence(commands => commands.Pending()).Returns([]).Throws(new StoreUnavailableException("gone"));

        Assert.That(Measure(), Is.EqualTo(new[] { " 0" }));
        Assert.That(Measure(), Is.Empty);
    }

    private IReadOnlyList<string> Measure()
    {
        using var gauges = new CommandGauges(_commands.Object, _clock);
        using var metrics = new MeasuredMetrics();
        return metrics.Of("migrations.commands.oldest_pending");
    }

    private MigrationCommand PendingSince(int seconds) => new()
    {
        MigrationId = 1,
        ServerUuid = Guid.Empty,
        Kind = CommandKind.Abort,
        RequestedBy = new Requester(null, null, "req-1"),
        RequestedAt = _clock.GetUtcNow() - TimeSpan.FromSeconds(seconds),
    };
}
