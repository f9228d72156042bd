using Migrations;
using Migrations.Api.Faults;
using Migrations.Api.Health;
using Migrations.Api.Hosting;
using Migrations.Api.Identity;
using Migrations.Api.MigrationHistory;
using Migrations.Api.OpenApi;
using Migrations.Api.Policies.Tool;
using Migrations.Api.Progress;
using Migrations.Api.Requests;
using Migrations.Api.ServerMigrations;
using Migrations.Api.Servers;
using Migrations.Api.Settings;
using Migrations.Api.Telemetry;
using Migrations.Api.Versions;

if (CommandLine.Answer(args, Terminal.Output, Terminal.Errors) is { } exitCode)
    return exitCode;

try
{
    var builder = WebApplication.CreateSlimBuilder(args);
    if (PolicyCommand.Run(args, builder.Configuration["Policy:File"], builder.Environment.ContentRootPath, Terminal.Output) is { } done)
        return done;

    builder.AddHosting();
    builder.AddSettings();
    builder.AddStore();
    builder.AddDriver();
    builder.AddIdentity();
    builder.AddTelemetryExport();
    builder.Services.AddMigrations().AddComputeApi().AddHistory().AddMigrationHealth().AddApiDocument();

    var app = builder.Build();
    app.CheckCertificate();
    app.UseMiddleware<FaultMiddleware>();
    app.UseStoreFaults();
    app.UseTrustedProxies();
    app.UseRequestIds();
    app.UseOptionsRequests();
    app.UseBodyLimit();
    app.UseRefusalAudit();
    app.UseApiPage();
    app.UseIdentity();
    app.UseRouting();
    app.UseExactPaths();
    app.UseRateLimiter();
    app.UseMiddleware<ComputeCallMiddleware>();

    app.MapVersions();
    app.MapHealth();
    app.MapApiDocument();
    app.MapCompute(compute =>
    {
        compute.MapServers();
        compute.MapServerMigrations();
        compute.MapHistory();
        compute.MapProgress();
    });

    app.PrintWelcome(Terminal.Output);
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (StartupErrors.Explain(e) is { } explanation)
{
    Terminal.Errors.WriteLine(explanation);
    return 1;
}

/// <summary>The host, for tests that start it.</summary>
public partial class Program;
