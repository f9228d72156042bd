using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Migrations.Drivers.Libvirt.Interop;

/// <summary>libvirt's event loop, which is one for the process: it runs while at least one connection is open.</summary>
/// <remarks>Nothing may be asked of libvirt on its thread: an unanswered call would hold up every event and keepalive.</remarks>
internal static unsafe class EventLoop
{
    private static readonly Lock Gate = new();
    private static int _connections;
    private static Thread? _thread;
    private static ManualResetEventSlim _stop = new();
    private static int _timer;

    public static bool IsRunning
    {
        get
        {
            lock (Gate)
                return _thread is not null;
        }
    }

    /// <summary>Starts the loop for the first connection.</summary>
    public static void Enter()
    {
        lock (Gate)
        {
            if (_connections++ > 0)
                return;
            _stop = new ManualResetEventSlim();
            _timer = Native.virEventAddTimeout(-1, &Woken, 0, null);
            _thread = new Thread(Run) { IsBackground = true, Name = "libvirt events" };
            _thread.Start();
        }
    }

    /// <summary>Stops the loop after the last connection; not to be called on the loop's own thread.</summary>
    public static void Leave()
    {
        lock (Gate)
        {
            if (--_connections > 0)
                return;
            _stop.Set();
            Native.virEventUpdateTimeout(_timer, 0);
            _thread?.Join();
            _thread = null;
            _ = Native.virEventRemoveTimeout(_timer);
            _stop.Dispose();
        }
    }

    private static void Run()
    {
        var stop = _stop;
        while (!stop.IsSet)
        {
            // A loop that fails at once, again and again, must not take a processor for itself.
            if (Native.virEventRunDefaultImpl() < 0)
                stop.Wait(TimeSpan.FromSeconds(1));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Woken(int timer, nint opaque) => Native.virEventUpdateTimeout(timer, -1);
}
