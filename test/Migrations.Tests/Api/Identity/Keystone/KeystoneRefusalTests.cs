using System.Net;
using Migrations.Api.Identity.Keystone;

namespace Migrations.Tests.Api.Identity.Keystone;

[CancelAfter(30_000)]
public class KeystoneRefusalTests
{
    private const string Unauthorized =
        """{"error": {"code": 401, "title": "Unauthorized", "message": "The request you have made requires authentication."}}""";

    private const string Unavailable =
        """{"serviceUnavailable":{"code":503,"message":"The Keystone service is temporarily unavailable."}}""";

    private KeystoneFixture _fixture = null!;

    private StubKeystone Keystone => _fixture.Keystone;

    [SetUp]
    public void Start() => _fixture = new KeystoneFixture();

    [TearDown]
    public void Stop() => _fixture.Dispose();

    [TestCase("GET", Unauthorized)]
    [TestCase("HEAD", "")]
    public async Task Challenge_Garbage_Is401InKeystonesWords(string method, string body)
    {
        var answer = await _fixture.RefusalAsync(method, ("X-Auth-Token", "garbage"));
        Assert.Multiple(() =>
        {
            Assert.That((answer.Status, answer.Body), Is.EqualTo((401, body)));
            Assert.That(answer.Headers.WWWAuthenticate.ToString(), Is.EqualTo("Keystone uri=\"http://127.0.0.1:5000\""));
            Assert.That(answer.Headers.ContentType.ToString(), Is.EqualTo("application/json"));
            Assert.That(answer.Headers.ContentLength, Is.EqualTo(114));
        });
    }

    [Test]
    public async Task Challenge_KeystoneDown_Is503AfterThreeRetries()
    {
        Keystone.IsDown = true;
        var before = _fixture.Clock.GetUtcNow();
        var answer = await _fixture.RefusalAsync("GET", ("X-Auth-Token", "good"));
        Assert.Multiple(() =>
        {
            Assert.That((answer.Status, answer.Body), Is.EqualTo((503, Unavailable)));
            Assert.That(answer.Headers.ContentType.ToString(), Is.EqualTo("application/json; charset=UTF-8"));
            Assert.That(answer.Headers.WWWAuthenticate, Is.Empty);
            Assert.That(answer.Headers.RetryAfter.ToString(), Is.EqualTo("5"));
            Assert.That(Keystone.Attempts, Is.EqualTo(4));
            Assert.That(_fixture.Clock.GetUtcNow() - before, Is.EqualTo(TimeSpan.FromSeconds(0.5 + 1 + 2)));
        });
    }

    [Test]
    public async Task Challenge_KeystoneDownAndNoToken_Is401AtOnce()
    {
        Keystone.IsDown = true;
        var answer = await _fixture.RefusalAsync("GET");
        Assert.That((answer.Status, Keystone.Attempts), Is.EqualTo((401, 0)));
    }

    [TestCase(HttpStatusCode.Forbidden, 1)]
    [TestCase(HttpStatusCode.MultipleChoices, 1)]
    [TestCase(HttpStatusCode.Created, 1)]
    [TestCase(HttpStatusCode.BadGateway, 4)]
    [TestCase(HttpStatusCode.TooManyRequests, 4)]
    public async Task Challenge_KeystoneAnswersOtherwise_Is503(HttpStatusCode status, int attempts)
    {
        Keystone.Instead = status;
        var answer = await _fixture.RefusalAsync("GET", ("X-Auth-Token", "good"));
        Assert.That((answer.Status, Keystone.Attempts), Is.EqualTo((503, attempts)));
    }

    [Test]
    public async Task Challenge_KeystoneSilent_Is503AfterFourAttemptsThatTimeOut(CancellationToken cancellationToken)
    {
        Keystone.Gate = new TaskCompletionSource().Task;
        var before = _fixture.Clock.GetUtcNow();
        var refusal = _fixture.RefuseAsync("GET", ("X-Auth-Token", "good"));
        for (var attempt = 1; attempt <= 4; attempt++)
        {
            if (attempt > 1)
                await _fixture.Clock.StepAsync(KeystoneFixture.LongestDelay);
            await Keystone.AskedAsync(cancellationToken);
            _fixture.Clock.Advance(new KeystoneOptions().Timeout);
        }
        Assert.That((await refusal).Status, Is.EqualTo(503));
        Assert.That(_fixture.Clock.GetUtcNow() - before, Is.EqualTo(TimeSpan.FromSeconds((4 * 5) + 0.5 + 1 + 2)));
    }

    [Test]
    public async Task Authenticate_KeystoneDownForLongAndBack_IsSparedAndThenUsed()
    {
        Keystone.IsDown = true;
        for (var i = 0; i < 5; i++)
            Assert.That(await _fixture.CallAsync($"t{i}"), Is.Null);
        Assert.That(Keystone.Attempts, Is.EqualTo(10));

        Keystone.IsDown = false;
        _fixture.Clock.Advance(KeystonePipeline.BreakDuration);
        Assert.That(await _fixture.CallAsync("good"), Is.Not.Null);
        Assert.That(_fixture.Log.Lines.Where(line => line.Contains("Tokens cannot be checked", StringComparison.Ordinal)), Has.One.Items);
        Assert.That(_fixture.Log.Lines.Where(line => line.Contains("Keystone answers again", StringComparison.Ordinal)), Has.One.Items);
    }
}
