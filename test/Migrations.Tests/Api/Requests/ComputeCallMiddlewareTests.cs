using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Migrations.Api.Identity;
using Migrations.Api.Microversions;
using Migrations.Api.Requests;
using Moq;

namespace Migrations.Tests.Api.Requests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ComputeCallMiddlewareTests
{
    private readonly Mock<IAuthenticationService> _authentication = new();
    private bool _isReached;

    [Test]
    public async Task Call_WithoutACaller_IsChallengedAndNotReached()
    {
        var context = Request();

        await CallAsync(context);

        Assert.That(_isReached, Is.False);
        _authentication.Verify(service => service.ChallengeAsync(context, null, null), Times.Once);
    }

    [Test]
    public async Task Call_OfAUserOfAnotherKind_IsChallengedAndNotReached()
    {
        var context = Request();
        context.User = new(new System.Security.Claims.ClaimsIdentity("somebody else's"));

        await CallAsync(context);

        Assert.That(_isReached, Is.False);
        _authentication.Verify(service => service.ChallengeAsync(context, null, null), Times.Once);
    }

    [Test]
    public async Task Call_WithACaller_IsReachedAsThatCaller()
    {
        var context = Request();
        var caller = new Caller("u", "p", ["admin"]);
        context.User = caller.ToPrincipal("none");

        await CallAsync(context);

        Assert.That(_isReached, Is.True);
        Assert.That(context.Features.Get<ComputeRequest>()!.Caller, Is.SameAs(caller));
        _authentication.VerifyNoOtherCalls();
    }

    private Task CallAsync(HttpContext context) => new ComputeCallMiddleware(_ =>
    {
        _isReached = true;
        return Task.CompletedTask;
    }).InvokeAsync(context);

    private DefaultHttpContext Request()
    {
        var context = new DefaultHttpContext
        {
            RequestServices = new ServiceCollection().AddSingleton(_authentication.Object).BuildServiceProvider(),
        };
        context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(new ComputeCall("call", Microversion.Minimum)), null));
        return context;
    }
}
