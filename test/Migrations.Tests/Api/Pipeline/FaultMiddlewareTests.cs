using System.Text;
using Microsoft.AspNetCore.Http;
using Migrations.Api.Pipeline;

namespace Migrations.Tests.Api.Pipeline;

public sealed class FaultMiddlewareTests
{
    [Test]
    public async Task Answer_WithoutMemory_Is503WithTheTimeToWait()
    {
        var log = new LogLines<FaultMiddleware>();
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };

        await new FaultMiddleware(_ => throw new InsufficientMemoryException(), log).InvokeAsync(context);

        Assert.That(context.Response.StatusCode, Is.EqualTo(503));
        Assert.That(context.Response.Headers.RetryAfter.ToString(), Is.EqualTo("5"));
        Assert.That(Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray()),
            Does.StartWith("""{"serviceUnavailable":{"code":503,"message":"This service has no memory"""));
        Assert.That(log.Ids, Is.EqualTo(new[] { EventIds.RequestFailed }));
    }
}
