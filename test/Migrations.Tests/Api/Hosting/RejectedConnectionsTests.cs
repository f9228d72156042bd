using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Migrations.Api.Hosting;

namespace Migrations.Tests.Api.Hosting;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RejectedConnectionsTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(Given.Now);
    private readonly LogLines<RejectedConnections> _log = new();
    private readonly ServiceProvider _ownService = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ServiceProvider _otherService = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly RejectedConnections _watched;

    public RejectedConnectionsTests()
    {
        _watched = new RejectedConnections(
            Meters(_ownService), Options.Create(new ConnectionOptions { Connections = 70 }), _clock, _log);
        _watched.StartAsync(CancellationToken.None);
    }

    public void Dispose()
    {
        _watched.Dispose();
        _ownService.Dispose();
        _otherService.Dispose();
    }

    [Test]
    public void Burst_IsSaidWhenItBeginsAndCountedWhenItIsOver()
    {
        var rejections = CounterOf(_ownService);

        for (var second = 0; second < 30; second++)
        {
            rejections.Add(1);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.That(Said, Is.EqualTo(new[] { "Warning: All 70 connections are in use (Limits:Connections); new ones are rejected" }));
        _clock.Advance(2 * RejectedConnections.Quiet);

        Assert.That(Said, Has.Count.EqualTo(2));
        Assert.That(Said[1], Does.StartWith("Warning: 30 connections were rejected"));
    }

    [Test]
    public void Burst_AfterAnother_IsCountedForItself()
    {
        var rejections = CounterOf(_ownService);
        rejections.Add(1);
        _clock.Advance(2 * RejectedConnections.Quiet);

        rejections.Add(1);
        rejections.Add(1);
        _clock.Advance(3 * RejectedConnections.Quiet);

        Assert.That(Said, Has.Count.EqualTo(4));
        Assert.That(Said[3], Does.StartWith("Warning: 2 connections were rejected"));
    }

    [Test]
    public void Rejections_OfAnotherService_AreNotSaid()
    {
        CounterOf(_otherService).Add(1);

        Assert.That(Said, Is.Empty);
    }

    private List<string> Said => [.. _log.Lines];

    private static Counter<long> CounterOf(ServiceProvider service) =>
        Meters(service).Create("Microsoft.AspNetCore.Server.Kestrel").CreateCounter<long>(RejectedConnections.Counter);

    private static IMeterFactory Meters(ServiceProvider service) => service.GetRequiredService<IMeterFactory>();
}
