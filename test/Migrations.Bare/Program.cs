using System.Net;

// Bare Kestrel, which test/bench measures the service against: each file of a folder is the answer to the path of its name.
var answers = Directory.EnumerateFiles(args[0]).ToDictionary(
    file => new PathString($"/{Path.GetFileName(file)}"), File.ReadAllBytes);

var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Listen(IPAddress.Loopback, 0);
});
await using var app = builder.Build();
app.Run(async context =>
{
    var body = answers[context.Request.Path];
    context.Response.ContentType = "application/json";
    context.Response.ContentLength = body.Length;
    await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
});
await app.StartAsync();
Console.WriteLine($"Address {app.Urls.Single()}");
await app.WaitForShutdownAsync();
