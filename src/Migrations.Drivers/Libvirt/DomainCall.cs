namespace Migrations.Drivers.Libvirt;

/// <summary>What a domain answered, or why it has not.</summary>
internal readonly record struct DomainAnswer<T>(Guid Server, T? Value, Exception? Silence);

/// <summary>A question to one domain, and how long ago it was asked.</summary>
internal sealed class DomainCall<T>(Guid server, long askedAt)
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Guid Server => server;

    public void Answer(T value) => _answer.SetResult(value);

    public void Fail(Exception reason)
    {
        _answer.SetException(reason);
        _ = _answer.Task.Exception;
    }

    /// <summary>Waits for the end, whatever it is, as long as the patience since it was asked lasts.</summary>
    public async ValueTask EndAsync(TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken)
    {
        var left = patience - clock.GetElapsedTime(askedAt);
        if (_answer.Task.IsCompleted || left <= TimeSpan.Zero)
            return;
        await ((Task)_answer.Task).WaitAsync(left, clock, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    public DomainAnswer<T> ToAnswer() => _answer.Task switch
    {
        { IsCompletedSuccessfully: true } done => new(server, done.Result, null),
        { IsFaulted: true } failed => new(server, default, failed.Exception!.InnerException),
        _ => new(server, default, new TimeoutException()),
    };
}
