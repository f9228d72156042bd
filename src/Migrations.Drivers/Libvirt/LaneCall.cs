using Migrations.Drivers.Libvirt.Interop;

namespace Migrations.Drivers.Libvirt;

/// <summary>A call that waits for a thread, or is made by it.</summary>
internal interface ILaneCall
{
    bool IsGivenUp { get; }

    void Make(LibvirtSession session);

    void Fail(LibvirtException reason);
}

/// <summary>A call with an answer. Either its thread begins it or its caller gives it up, whoever is first.</summary>
internal sealed class LaneCall<T>(Func<LibvirtSession, T> call) : ILaneCall
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _taken;

    public Task<T> Answer => _answer.Task;

    public bool IsGivenUp => Volatile.Read(ref _taken) != 0;

    /// <returns>Whether it will never be made.</returns>
    public bool TryGiveUp() => Interlocked.Exchange(ref _taken, 1) == 0;

    public void Make(LibvirtSession session)
    {
        if (!TryGiveUp())
            return;
        try
        {
            _answer.SetResult(call(session));
        }
        catch (Exception e)
        {
            if (e is LibvirtException { Kind: DriverErrorKind.Unreachable })
                session.GiveUp();
            Fail(e);
        }
    }

    public void Fail(LibvirtException reason) => Fail((Exception)reason);

    private void Fail(Exception reason)
    {
        _answer.SetException(reason);
        // Its caller may have left; a failure that nobody waits for is nobody's.
        _ = _answer.Task.Exception;
    }
}
