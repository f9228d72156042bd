using Migrations.FunctionalTests.Http;

namespace Migrations.FunctionalTests.Health;

public sealed class HealthTests
{
    [Test]
    public async Task Readiness_OfAServiceThatIsNotReady_IsNotLoggedAtEachQuestion()
    {
        using var service = new FrozenService();

        var answer = await service.SendAsync(new RawRequest("GET", "/healthz/ready"));

        Assert.That(answer.Status, Is.EqualTo(503));
        Assert.That(service.Log.Of("Microsoft.Extensions.Diagnostics.HealthChecks.DefaultHealthCheckService"), Is.Empty);
    }
}
