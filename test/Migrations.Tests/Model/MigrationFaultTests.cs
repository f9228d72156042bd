namespace Migrations.Tests.Model;

/// <summary>Nova's own texts, as its clients print them.</summary>
public sealed class MigrationFaultTests
{
    [Test]
    public void Faults_OfWhatIsNotThere_AreNovas()
    {
        Assert.Multiple(() =>
        {
            Assert.That(MigrationFault.ServerNotFound("S"), Is.EqualTo(new MigrationFault(FaultKind.NotFound, "Instance S could not be found.")));
            Assert.That(MigrationFault.NotInProgress("7", "S"), Is.EqualTo(
                new MigrationFault(FaultKind.NotFound, "Live migration 7 for server S is not in progress.")));
            Assert.That(MigrationFault.InProgressNotFound("7", "S"), Is.EqualTo(
                new MigrationFault(FaultKind.NotFound, "In-progress live migration 7 is not found for server S.")));
        });
    }
}
