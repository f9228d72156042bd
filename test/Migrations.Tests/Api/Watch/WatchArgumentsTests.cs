using Migrations.Api.Watch;

namespace Migrations.Tests.Api.Watch;

public sealed class WatchArgumentsTests
{
    private const string Server = "2f1e0c58-7a5d-4c1b-9d0e-6b1f52a3c001";

    [TestCase("", "http://127.0.0.1:8774/v2.1/migration-events")]
    [TestCase("--url=http://compute-1:8774/", "http://compute-1:8774/v2.1/migration-events")]
    [TestCase("--url https://cloud/compute/v2.1/", "https://cloud/compute/v2.1/migration-events")]
    [TestCase($"--server {Server}", $"http://127.0.0.1:8774/v2.1/migration-events?server={Server}")]
    [TestCase($"--server={Server} 7", $"http://127.0.0.1:8774/v2.1/servers/{Server}/migrations/7/events")]
    [TestCase($"7 --server {Server}", $"http://127.0.0.1:8774/v2.1/servers/{Server}/migrations/7/events")]
    public void Stream_OfArguments_IsTheOneToFollow(string args, string stream) =>
        Assert.That(Read(args, null, out _)?.Stream.AbsoluteUri, Is.EqualTo(stream));

    [TestCase("", "from-the-variable")]
    [TestCase("--token given", "given")]
    public void Token_OfTheCommandLine_OverridesTheVariable(string args, string token) =>
        Assert.That(Read(args, "from-the-variable", out _)?.Token, Is.EqualTo(token));

    [TestCase("--url compute-1", "--url compute-1: write the address of the service, such as http://127.0.0.1:8774.")]
    [TestCase("--server cache-1", "--server cache-1: write the UUID of the server.")]
    [TestCase("7", "A migration needs its server: write --server UUID before its id.")]
    [TestCase($"--server {Server} seven", "seven is no migration: write its id, a number.")]
    [TestCase($"--server {Server} 7 8", "watch does not know 8: ")]
    [TestCase("--sever=x", "watch does not know --sever: ")]
    [TestCase("--token", "--token has no value.")]
    [TestCase("--token=tök", "The token has characters that no token has.")]
    public void Mistake_InTheArguments_IsExplained(string args, string problem)
    {
        Assert.That(Read(args, null, out var told), Is.Null);
        Assert.That(told, Does.StartWith(problem));
    }

    private static WatchArguments? Read(string args, string? token, out string? problem) =>
        WatchArguments.Read(args.Split(' ', StringSplitOptions.RemoveEmptyEntries), token, out problem);
}
