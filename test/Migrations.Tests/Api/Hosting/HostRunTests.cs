using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Migrations.Api.Hosting;

namespace Migrations.Tests.Api.Hosting;

[CancelAfter(60_000)]
public sealed class HostRunTests
{
    [Test]
    public async Task End_BecauseBackgroundWorkHasFailed_IsAFailure()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddHostedService<FailingWork>();

        Assert.That(await builder.Build().ToTheEndAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task End_ThatWasAskedFor_IsNone()
    {
        var host = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings()).Build();
        var life = host.Services.GetRequiredService<IHostApplicationLifetime>();
        life.ApplicationStarted.Register(life.StopApplication);

        Assert.That(await host.ToTheEndAsync(), Is.Zero);
    }

    private sealed class FailingWork : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();
            throw new InvalidOperationException("defect");
        }
    }
}
