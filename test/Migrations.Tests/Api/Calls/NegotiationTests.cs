using Microsoft.AspNetCore.Http;
using Migrations.Api.Calls;
using Migrations.Api.Wire;

namespace Migrations.Tests.Api.Calls;

public sealed class NegotiationTests
{
    [Test]
    public void Version_InItsUsualForm_IsReadAndAnnouncedAsInAnyOther([Range(1, 104)] int minor)
    {
        var usual = Negotiate($"compute 2.{minor}");
        var unusual = Negotiate($"volume 3.1, Compute  2.{minor} ");

        Assert.That(usual.Version, Is.EqualTo(new Microversion(2, minor)).And.EqualTo(unusual.Version));
        Assert.That(usual.Headers, Is.EqualTo(unusual.Headers));
        Assert.That(usual.Headers, Does.Contain($"compute 2.{minor}"));
    }

    [TestCase("compute 2.0")]
    [TestCase("compute 2.105")]
    [TestCase("compute 2.01")]
    [TestCase("compute 3.1")]
    public void Version_ThatIsNotSpoken_IsRefused(string header)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers[Negotiation.Header] = header;

        Assert.That(Negotiation.Negotiate(context, out _), Is.Not.Null);
    }

    private static (Microversion Version, string Headers) Negotiate(string header)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers[Negotiation.Header] = header;
        Assert.That(Negotiation.Negotiate(context, out var version), Is.Null);
        return (version, string.Join('\n', context.Response.Headers.OrderBy(entry => entry.Key)));
    }
}
