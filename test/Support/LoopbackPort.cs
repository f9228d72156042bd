using System.Net;
using System.Net.Sockets;

namespace Migrations.Testing;

/// <summary>Ports for servers that cannot choose one themselves.</summary>
internal static class LoopbackPort
{
    // Linux gives ports from 32768 to whoever asks for any: what lies below stays free until the server listens.
    private const int First = 20_000;
    private const int End = 32_768;

    public static int Free()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, End);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Somebody else's; the next one then.
            }
        }
    }
}
