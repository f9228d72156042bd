namespace Migrations.Api.Identity.Keystone;

/// <summary>Says once in the log when Keystone cannot be asked any more, and once when it can again.</summary>
internal sealed partial class KeystoneJournal(ILogger<KeystoneJournal> logger)
{
    private string? _trouble;

    public void Unavailable(KeystoneUnavailableException reason)
    {
        if (Interlocked.Exchange(ref _trouble, reason.Message) is null)
            LogUnavailable(reason.Message);
    }

    public void Answered()
    {
        if (Interlocked.Exchange(ref _trouble, null) is not null)
            LogBack();
    }

    [LoggerMessage(EventIds.KeystoneUnavailable, LogLevel.Error, "Tokens cannot be checked: {Reason}")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(EventIds.KeystoneBack, LogLevel.Information, "Keystone answers again.")]
    private partial void LogBack();
}
