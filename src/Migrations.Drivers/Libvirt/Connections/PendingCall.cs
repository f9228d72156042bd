using Migrations.Drivers.Libvirt.Interop;

namespace Migrations.Drivers.Libvirt.Connections;

/// <summary>A call that waits for a thread. Its thread claims it to make it, or its caller to give it up, whoever is first.</summary>
internal abstract class PendingCall
{
    private int _claimed;

    public bool IsClaimed => Volatile.Read(ref _claimed) != 0;

    /// <returns>Whether this is the first claim.</returns>
    public bool TryClaim() => Interlocked.Exchange(ref _claimed, 1) == 0;

    /// <summary>Makes the call, once it is claimed. A session whose connection breaks is given up.</summary>
    public abstract void Make(Session session);

    /// <summary>Answers with a failure, in the terms of the driver port.</summary>
    public abstract void Fail(Exception failure);
}

/// <inheritdoc/>
internal sealed class PendingCall<T>(Func<Session, T> call) : PendingCall
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Answer => _answer.Task;

    public override void Make(Session session)
    {
        try
        {
            _answer.SetResult(call(session));
        }
        catch (Exception e)
        {
            if (LibvirtException.Translate(e) is MigrationDriverException { Kind: DriverErrorKind.Unreachable })
                session.GiveUp();
            Fail(e);
        }
    }

    public override void Fail(Exception failure)
    {
        _answer.SetException(LibvirtException.Translate(failure));
        // The caller may be gone: the failure is observed here, so that it does not surface as an unobserved one.
        _ = _answer.Task.Exception;
    }
}
