using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Migrations.Api.Identity;

namespace Migrations.Tests.Api.Identity;

/// <summary>The identity of the host without Keystone: who the caller is, and which requests need one.</summary>
public sealed class NoAuthenticationTests
{
    private WebApplication _host = null!;
    private RequestDelegate _pipeline = null!;

    [OneTimeSetUp]
    public void Compose()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("Auth:Mode", (string?)"none")]);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddIdentity();
        _host = builder.Build();
        var app = new ApplicationBuilder(_host.Services);
        app.UseIdentity();
        app.Run(_ => Task.CompletedTask);
        _pipeline = app.Build();
    }

    [OneTimeTearDown]
    public async Task Dispose() => await _host.DisposeAsync();

    [TestCase("alice:p1", "alice", "p1", "")]
    [TestCase("alice:p1:member, reader ,", "alice", "p1", "member reader")]
    [TestCase("alice:p1:a:b", "alice", "p1", "a:b")]
    [TestCase("admin:p1", "admin", "p1", "admin")]
    [TestCase("admin:p1:member", "admin", "p1", "member admin")]
    [TestCase("alice", null, null, "admin")]
    [TestCase(":p1", null, null, "admin")]
    [TestCase("alice:", null, null, "admin")]
    [TestCase("", null, null, "admin")]
    public async Task Token_OfThisForm_MakesTheCaller(string token, string? user, string? project, string roles)
    {
        var caller = await CallAsync("/v2.1/servers", token);

        Assert.That((caller!.UserId, caller.ProjectId), Is.EqualTo((user, project)));
        Assert.That(string.Join(' ', caller.Roles), Is.EqualTo(roles));
        Assert.That(caller.IsAnonymous, Is.EqualTo(user is null));
    }

    [TestCase("/v2.1/servers", true)]
    [TestCase("/v2/servers", true)]
    [TestCase("/v2.1/x", true)]
    [TestCase("/v2.1/", false)]
    [TestCase("/v2.1", false)]
    [TestCase("/v2/", false)]
    [TestCase("/", false)]
    [TestCase("/healthz", false)]
    [TestCase("/V2.1/servers", false)]
    [TestCase("/v2.10/servers", false)]
    public async Task Path_BelowAVersion_NeedsAnIdentityAndNoOther(string path, bool needsIdentity) =>
        Assert.That(await CallAsync(path, "alice:p1"), needsIdentity ? Is.Not.Null : Is.Null);

    private async Task<Caller?> CallAsync(string path, string token)
    {
        var context = new DefaultHttpContext();
        context.Request.Path = path;
        context.Request.Headers["X-Auth-Token"] = token;
        await _pipeline(context);
        return Caller.Of(context);
    }
}
