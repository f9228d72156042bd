using System.Net;
using System.Net.Sockets;

namespace Migrations.FunctionalTests.Http;

/// <summary>Speaks HTTP over a bare socket, because client libraries tidy requests up.</summary>
internal static class RawHttp
{
    /// <summary>How long a server may be silent that waits for the rest of a request.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(0.3);

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>The answer to a request that asks for the connection to be closed.</summary>
    public static async Task<RawAnswer> SendAsync(int port, RawRequest request)
    {
        using var socket = await ConnectAsync(port);
        using var answer = new MemoryStream();
        await WriteAsync(socket, request.ToBytes());
        await socket.GetStream().CopyToAsync(answer);
        return RawAnswer.Parse(answer.ToArray());
    }

    /// <summary>What is answered to some bytes until the server ends the connection or has nothing to say. Then this side ends it.</summary>
    /// <exception cref="TimeoutException">The server does not end it as well.</exception>
    public static async Task<byte[]> ExchangeAsync(int port, byte[] request)
    {
        using var socket = await ConnectAsync(port);
        using var answer = new MemoryStream();
        await WriteAsync(socket, request);
        var reading = ReadAsync(socket, answer);
        await Task.WhenAny(reading, Task.Delay(Silence));
        byte[] answered = reading.IsCompleted ? answer.ToArray() : [];
        if (!reading.IsCompleted && socket.Connected)
            socket.Client.Shutdown(SocketShutdown.Send);
        await reading.WaitAsync(Deadline);
        return answered;
    }

    private static async Task<TcpClient> ConnectAsync(int port)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return socket;
    }

    private static async Task WriteAsync(TcpClient socket, byte[] request)
    {
        try
        {
            await socket.GetStream().WriteAsync(request);
        }
        catch (IOException)
        {
            // The server may answer and close before it has read a body that it refuses.
        }
    }

    private static async Task ReadAsync(TcpClient socket, MemoryStream answer)
    {
        try
        {
            await socket.GetStream().CopyToAsync(answer);
        }
        catch (IOException)
        {
            // What the server does not read resets the connection.
        }
    }
}
