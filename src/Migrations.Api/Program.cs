using Migrations.Api;
using Migrations.Api.Adapters;
using Migrations.Api.Calls;
using Migrations.Api.Dashboard;
using Migrations.Api.Health;
using Migrations.Api.Hosting;
using Migrations.Api.Identity;
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
    builder.AddStore();
    builder.AddDriver();
    builder.AddIdentity();
    builder.AddTelemetryExport();
    builder.AddMetricsPage();
    builder.AddDomain();
    builder.AddComputeApi();
    builder.Services.AddMigrationHealth().AddApiDocument();

    var app = builder.Build();
    app.UseUnreadableRequests();            // Kestrel refuses what it cannot read before any step.
    app.UseMiddleware<FaultMiddleware>();   // What fails in any later step gets an answer in the envelope.
    app.UseTrustedProxies();                // All later steps see the caller's own address.
    app.UseRequestIds();                    // Refusals have an id, too.
    app.UsePathlessMethods();               // OPTIONS and CONNECT are answered without a token.
    app.UseBodyLimit();                     // A body that is too large does not even cost a question to Keystone.
    app.UseRefusalAudit();                  // It sees the refusals of identity and of all later steps.
    app.UseApiPage();                       // The page for developers needs no token.
    app.UseIdentity();                      // Without a token nobody learns which paths exist.
    app.UseRouting();                       // All later steps know which call is made.
    app.UseExactPaths();                    // Routing ignores letter case and a slash at the end; Nova does not.
    app.UseCommandRate();                   // Commands that the checks refuse count as well.
    app.UseMiddleware<CallChecks>();        // Nova's order; the last step before the handler.

    app.MapVersions();
    app.MapHealth();
    app.MapMetrics();
    app.MapDashboard();
    app.MapApiDocument();
    app.MapCompute();

    app.PrintWelcome(Terminal.Output);
    return await app.ToTheEndAsync();
}
catch (Exception e) when (e is not HostAbortedException)
{
    return StartupErrors.Write(e, settings, Terminal.Errors);
}

/// <summary>The host, for tests that start it.</summary>
public partial class Program;
