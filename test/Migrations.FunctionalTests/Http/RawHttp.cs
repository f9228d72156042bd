using System.Net;
using System.Net.Sockets;

namespace Migrations.FunctionalTests.Http;

/// <summary>Speaks HTTP over a bare socket, because client libraries tidy requests up.</summary>
internal static class RawHttp
{
    public static async Task<RawAnswer> SendAsync(int port, RawRequest request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await using var stream = socket.GetStream();
        try
        {
            await stream.WriteAsync(request.ToBytes());
        }
        catch (IOException)
        {
            // The server may answer and close before it has read a body that it refuses.
        }
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer);
        return RawAnswer.Parse(answer.ToArray());
    }
}
