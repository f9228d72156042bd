using Migrations.Drivers;

namespace Migrations.Monitoring;

/// <summary>Lets the sampling loop sleep until the driver has news.</summary>
/// <remarks>
/// News only make a sample earlier. When the driver fails to wait for them, polling goes on alone, and the wait is tried
/// again with growing pauses. Used by one loop only.
/// </remarks>
public sealed class DriverNews(IMigrationDriver driver, MonitoringJournal journal, TimeProvider clock)
{
    private volatile string? _lostBecause;
    private Task? _next;

    /// <summary>Why changes are found by polling only; null while the driver reports news.</summary>
    public string? LostBecause => _lostBecause;

    /// <summary>Returns when the driver has news or after <paramref name="atMost"/>, whichever comes first.</summary>
    /// <exception cref="OperationCanceledException">The service stops.</exception>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken stoppingToken)
    {
        _next ??= ReceiveAsync(stoppingToken);
        await _next.WaitAsync(atMost, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stoppingToken.ThrowIfCancellationRequested();
        if (_next.IsCompleted)
            _next = null;
    }

    /// <summary>Returns with the next news, after as many attempts as that takes.</summary>
    private async Task ReceiveAsync(CancellationToken stoppingToken)
    {
        for (var pause = TimeSpan.Zero; !await TryReceiveAsync(pause, stoppingToken);)
        {
            pause = GrowingPause.OfRetries.After(pause);
            await Task.Delay(pause, clock, stoppingToken);
        }
    }

    /// <param name="trial">How long the wait must last before the driver is believed to report news again.</param>
    private async Task<bool> TryReceiveAsync(TimeSpan trial, CancellationToken stoppingToken)
    {
        try
        {
            var news = driver.WaitForNewsAsync(stoppingToken);
            await Task.WhenAny(news, Task.Delay(trial, clock, stoppingToken));
            if (news.IsCompletedSuccessfully || !news.IsCompleted)
                Regain();
            await news;
            return true;
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            Lose(e);
            return false;
        }
    }

    private void Regain()
    {
        if (Interlocked.Exchange(ref _lostBecause, null) is not null)
            journal.NewsAreBack();
    }

    private void Lose(Exception reason)
    {
        if (Interlocked.Exchange(ref _lostBecause, reason.Message) is null)
            journal.NewsAreLost(reason.Message);
    }
}
