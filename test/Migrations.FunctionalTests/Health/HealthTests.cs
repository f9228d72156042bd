using Migrations.FunctionalTests.Http;

namespace Migrations.FunctionalTests.Health;

public sealed class HealthTests
{
    [TestCase("GET", "/healthz/ready", 503)]
    [TestCase("HEAD", "/healthz/ready", 503)]
    [TestCase("POST", "/healthz/ready", 503)]
    [TestCase("GET", "/healthz/live", 200)]
    public async Task Answer_OfAServiceThatIsNotReady_IsNotToBeKept(string method, string path, int status)
    {
        using var service = new FrozenService();

        var answer = await service.SendAsync(new RawRequest(method, path));

        Assert.That((answer.Status, answer.Header("Cache-Control")), Is.EqualTo((status, "no-store")));
    }
}
