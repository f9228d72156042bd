using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text.Json;
using Migrations.Api.Hosting;
using Migrations.Api.Settings;

namespace Migrations.Api.Health;

/// <summary>Asks the running service for its health, at the first address in the settings: a check for images without curl.</summary>
internal static class HealthCommand
{
    private const string Name = "--health";
    private const string Ready = "ready";
    private const string Live = "live";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    /// <summary>True for this command, which a value may follow; null for any other argument.</summary>
    public static bool? TakesValue(string argument) => argument == Name ? true : null;

    /// <summary>Carries out <c>--health [ready|live]</c>, if it is given.</summary>
    /// <returns>The exit code, 1 for a service that is unhealthy or does not answer within 5 seconds; null to start the service.</returns>
    public static async Task<int?> RunAsync(IReadOnlyList<string> args, ServiceOptions options, TextWriter output, TextWriter errors)
    {
        if (Arguments.ValueOf(args, Name) is not { } asked)
            return null;
        var question = asked.Length == 0 ? Ready : asked;
        var address = Listening.Of(options)[0];
        if (question is not (Ready or Live) || address.EndPoint is IPEndPoint { Port: 0 })
        {
            await errors.WriteLineAsync(question is Ready or Live
                ? $"{Name} cannot ask {address.Text}: with port 0 the actual port is not known. Name a port in Urls."
                : $"{Name} {question}: write {Name} {Ready} or {Name} {Live}.");
            return ExitCode.WrongSetting;
        }
        var (isWell, words) = await AskAsync(address, question);
        await (isWell ? output : errors).WriteLineAsync($"{address.Text} is {words}");
        return isWell ? ExitCode.Success : ExitCode.Failure;
    }

    private static async Task<(bool IsWell, string Words)> AskAsync(ListenAddress address, string question)
    {
        using var deadline = new CancellationTokenSource(Deadline, TimeProvider.System);
        try
        {
            using var client = new HttpClient(HandlerFor(address));
            using var answer = await client.GetAsync(
                new Uri($"{(address.IsHttps ? "https" : "http")}://localhost/healthz/{question}"), deadline.Token);
            var body = await answer.Content.ReadAsStreamAsync(deadline.Token);
            var health = await JsonSerializer.DeserializeAsync(body, HealthJson.Default.HealthBody, deadline.Token);
            var words = answer.IsSuccessStatusCode ? question : $"not {question}";
            return (answer.IsSuccessStatusCode, string.Join("; ", [words, .. Reasons(health)]));
        }
        catch (Exception e) when (e is HttpRequestException or JsonException)
        {
            return (false, $"not reachable: {(e.GetBaseException() is SocketException socket ? socket.Message : e.Message)}");
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return (false, $"not reachable: no answer within {Deadline.TotalSeconds} s");
        }
    }

    private static IEnumerable<string> Reasons(HealthBody? health) => (health?.Checks ?? new Dictionary<string, HealthCheckBody>())
        .Where(check => check.Value.Reason is not null)
        .Select(check => $"{check.Key} {check.Value.Status}: {check.Value.Reason!.ReplaceLineEndings(" ")}");

    private static SocketsHttpHandler HandlerFor(ListenAddress address) => new()
    {
        UseProxy = false,
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(address.Reachable.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(address.Reachable, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
        SslOptions = new SslClientAuthenticationOptions
        {
            // Any certificate is accepted: it names the host, not this socket. Nothing secret is sent.
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
        },
    };
}
