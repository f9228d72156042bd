using Migrations;
using Migrations.Api.Adapters;
using Migrations.Api.Calls;
using Migrations.Api.Health;
using Migrations.Api.Hosting;
using Migrations.Api.Identity;
using Migrations.Api.MigrationHistory;
using Migrations.Api.OpenApi;
using Migrations.Api.Pipeline;
using Migrations.Api.Settings;
using Migrations.Api.Telemetry;
using Migrations.Api.Versions;

var settings = ServiceSettings.Read(args);
if (await CommandLine.AnswerAsync(args, settings, Terminal.Output, Terminal.Errors) is { } exitCode)
    return exitCode;

try
{
    var builder = settings.CreateBuilder();
    builder.AddHosting();
    builder.AddSettings();
    builder.AddStore();
    builder.AddDriver();
    builder.AddIdentity();
    builder.AddTelemetryExport();
    builder.Services.AddMigrations().AddComputeApi().AddHistory().AddMigrationHealth().AddApiDocument();

    var app = builder.Build();
    app.UseMiddleware<FaultMiddleware>();
    app.UseTrustedProxies();
    app.UseRequestIds();
    app.UsePathlessMethods();
    app.UseBodyLimit();
    app.UseRefusalAudit();
    app.UseApiPage();
    app.UseIdentity();
    app.UseRouting();
    app.UseExactPaths();
    app.UseRateLimiter();
    app.UseMiddleware<CallChecks>();

    app.MapVersions();
    app.MapHealth();
    app.MapApiDocument();
    app.MapCompute();

    app.PrintWelcome(Terminal.Output);
    await app.RunAsync();
    return ExitCode.Success;
}
catch (Exception e) when (e is not HostAbortedException)
{
    return StartupErrors.Write(e, settings, Terminal.Errors);
}

/// <summary>The host, for tests that start it.</summary>
public partial class Program;
