using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Migrations.Api.EventStreams;
using Migrations.Api.EventStreams.Editions;
using Migrations.Api.Identity;
using Migrations.Api.Wire;
using Moq;

namespace Migrations.Tests.Api.EventStreams;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class StreamSenderTests : IDisposable
{
    private readonly StreamTestbed _streams = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly StreamPlaces _places = new(Options.Create(new EventsOptions { MaxStreams = 1 }));
    private readonly EventPublisher _publisher;
    private readonly LogLines<StreamSender> _log = new();

    public StreamSenderTests() => _publisher = _streams.Publisher(_places);

    [SetUp]
    public Task Start() => _publisher.StartAsync(CancellationToken.None);

    public void Dispose()
    {
        _publisher.Dispose();
        _stopping.Dispose();
        _streams.Dispose();
    }

    [Test]
    public async Task Stream_OfATokenThatEnds_EndsWithIt()
    {
        using var body = new Body();
        var stream = WriteAsync(body, Administrator with { ExpiresAt = Given.Now.AddMinutes(5) });
        await body.HasAsync("event: snapshot");
        Assert.That(stream.IsCompleted, Is.False);

        _streams.Clock.Advance(TimeSpan.FromMinutes(5));

        await stream.WaitAsync(Deadline);
        Assert.That(_places.Count, Is.Zero);
    }

    [Test]
    public async Task Stream_OfAServiceThatStops_Ends()
    {
        using var body = new Body();
        var stream = WriteAsync(body, Administrator);
        await body.HasAsync("event: snapshot");

        await _stopping.CancelAsync();

        await stream.WaitAsync(Deadline);
    }

    [Test]
    public async Task Stream_ThatIsNotRead_IsCutOffAfterItsTimeAndLeavesItsPlace()
    {
        using var body = new Body { IsStuck = true };
        var lifetime = new Mock<IHttpRequestLifetimeFeature>();
        var stream = WriteAsync(body, Administrator, lifetime.Object);
        await body.HasAsync("retry: 2000");

        await Eventually.IsTrueAsync("it waits", () =>
        {
            _streams.Clock.Advance(StreamSender.Patience);
            return stream.IsCompleted;
        });

        lifetime.Verify(request => request.Abort());
        Assert.That(_places.Count, Is.Zero);
        Assert.That(_log.Lines.Single(), Does.StartWith("Warning: The reader of an event stream has taken nothing for 00:00:10"));
    }

    [Test]
    public async Task Stream_WhenAllPlacesAreTaken_IsRefusedWithTheTimeToWait()
    {
        using var body = new Body();
        _ = WriteAsync(body, Administrator);
        await body.HasAsync("event: snapshot");
        var second = new DefaultHttpContext();

        await WriteAsync(second, Administrator);

        Assert.That((second.Response.StatusCode, second.Response.Headers.RetryAfter.ToString()), Is.EqualTo((429, "5")));
    }

    [Test]
    public async Task Publisher_WithoutStreams_MakesNoEdition()
    {
        await _streams.BeginAsync();
        await _streams.BeginAsync();

        Assert.That(_publisher.Number, Is.Zero);
    }

    private static Caller Administrator => new(null, null, ["admin"]);

    private static TimeSpan Deadline => TimeSpan.FromSeconds(60);

    private Task WriteAsync(Stream body, Caller caller, IHttpRequestLifetimeFeature? lifetime = null)
    {
        var context = new DefaultHttpContext { Response = { Body = body } };
        if (lifetime is not null)
            context.Features.Set(lifetime);
        return WriteAsync(context, caller);
    }

    private Task WriteAsync(HttpContext context, Caller caller) => Task.Run(() =>
        new StreamSender(_publisher, _streams.Source, _places, Mock.Of<IHostApplicationLifetime>(life => life.ApplicationStopping == _stopping.Token),
                _streams.Clock, _log)
            .SendAsync(context, caller, _streams.Viewer(), StreamForm.At(Microversion.Maximum), after: null));

    /// <summary>What a reader has been sent, and who can stop to read.</summary>
    private sealed class Body : MemoryStream
    {
        private readonly Lock _gate = new();
        private readonly StringBuilder _text = new();

        public bool IsStuck { get; init; }

        public Task HasAsync(string text) => Eventually.IsTrueAsync(text, () =>
        {
            lock (_gate)
                return _text.ToString().Contains(text, StringComparison.Ordinal);
        });

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            lock (_gate)
                _text.Append(Encoding.UTF8.GetString(buffer.Span));
            if (IsStuck)
                await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        }
    }
}
