using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Migrations.Api.Calls;
using Migrations.Api.Identity;
using Migrations.Api.Policies;
using Migrations.Drivers;
using Migrations.Live;
using Moq;

namespace Migrations.Tests.Api.Calls;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CallChecksTests
{
    private static readonly Caller Owner = new("u", "its-project", ["member"]);
    private static readonly Server Known = Given.Server() with { ProjectId = "its-project" };

    private readonly Mock<IPolicy> _policy = new();
    private bool _isReached;

    [Test]
    public async Task Call_WithoutACaller_Is401AndNotReached()
    {
        var context = Request("/servers");

        await CallAsync(context);

        Assert.That((_isReached, context.Response.StatusCode), Is.EqualTo((false, 401)));
    }

    [Test]
    public async Task Call_WithACaller_IsReachedAsThatCaller()
    {
        var context = Request("/servers", Owner);

        await CallAsync(context);

        Assert.That(_isReached, Is.True);
        Assert.That(context.Features.Get<ComputeRequest>()!.Caller, Is.SameAs(Owner));
    }

    [Test]
    public async Task Call_OfAServerThatThePolicyAllows_IsReachedWithTheServer()
    {
        var context = Request("/servers/{server}", Owner, Known.Uuid);
        _policy.Setup(policy => policy.Allows("the rule", Owner, "its-project")).Returns(true);

        await CallAsync(context);

        Assert.That(_isReached, Is.True);
        var request = (ServerRequest)context.Features.Get<ComputeRequest>()!;
        Assert.That((request.Server, request.ServerId), Is.EqualTo((Known, $"{Known.Uuid}")));
    }

    [Test]
    public async Task Call_OfAServerThatThePolicyDenies_Is403AndNotReached()
    {
        var context = Request("/servers/{server}", Owner, Known.Uuid);

        await CallAsync(context);

        Assert.That((_isReached, context.Response.StatusCode), Is.EqualTo((false, 403)));
    }

    [Test]
    public async Task Call_OfAServerThatIsNotThere_Is404BeforeThePolicyIsAsked()
    {
        var context = Request("/servers/{server}", Owner, Guid.NewGuid());

        await CallAsync(context);

        Assert.That((_isReached, context.Response.StatusCode), Is.EqualTo((false, 404)));
        _policy.Verify(policy => policy.Allows("the rule", It.IsAny<Caller>(), It.IsAny<string>()), Times.Never);
    }

    [Test]
    public async Task Call_OfAServerThatCannotBeKnownYet_Is503()
    {
        var context = Request("/servers/{server}", Owner, Guid.NewGuid());

        await CallAsync(context, seenAt: null);

        Assert.That((_isReached, context.Response.StatusCode), Is.EqualTo((false, 503)));
        Assert.That(context.Response.Headers.RetryAfter.ToString(), Is.EqualTo("5"));
    }

    private Task CallAsync(HttpContext context) => CallAsync(context, Given.Now);

    private async Task CallAsync(HttpContext context, DateTimeOffset? seenAt)
    {
        using var live = Given.Published(new Mock<IMigrationStore>(), Known);
        await live.UpdateAsync(_ => new LiveChanges { SeenAt = seenAt }, CancellationToken.None);
        var servers = new ServerLookup(live, _policy.Object, new FirstContact(live, new DriverHealth(), new StoreHealth()));
        await new CallChecks(
            _ =>
            {
                _isReached = true;
                return Task.CompletedTask;
            },
            servers, _policy.Object, new UnversionedClients(NullLogger<UnversionedClients>.Instance)).InvokeAsync(context);
    }

    private static DefaultHttpContext Request(string route, Caller? caller = null, Guid? server = null)
    {
        var context = new DefaultHttpContext();
        caller?.Attach(context);
        context.Request.RouteValues["server"] = server?.ToString();
        var call = new ComputeCall("call", HttpMethods.Get, route)
        {
            Handler = (_, _) => throw new NotSupportedException(),
            Group = CallGroups.Servers,
            Rule = new PolicyRule("the rule", "Do it."),
        };
        context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(call), null));
        return context;
    }
}
