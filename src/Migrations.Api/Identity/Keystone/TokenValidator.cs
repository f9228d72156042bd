namespace Migrations.Api.Identity.Keystone;

/// <summary>Asks Keystone about a token. If Keystone rejects this service's own token, it asks once more with a new one.</summary>
internal sealed class TokenValidator(KeystoneApi api, OwnToken own, KeystoneLog log)
{
    /// <returns>Null for a token that is not valid.</returns>
    /// <exception cref="KeystoneUnavailableException">Keystone cannot say.</exception>
    public async Task<KeystoneToken?> ValidateAsync(string token, bool allowExpired)
    {
        try
        {
            var answer = await AskAsync(token, allowExpired);
            if (answer.OwnTokenRejected)
                answer = await AskAsync(token, allowExpired);
            if (answer.OwnTokenRejected)
                throw new KeystoneUnavailableException("Keystone rejects the token that it has just issued.");
            log.Answered();
            return answer.Token;
        }
        catch (KeystoneUnavailableException e)
        {
            log.Unavailable(e);
            throw;
        }
    }

    private async Task<TokenAnswer> AskAsync(string token, bool allowExpired)
    {
        var mine = await own.GetAsync();
        var answer = await api.ValidateAsync(mine.Value, token, allowExpired);
        if (answer.OwnTokenRejected)
            own.Forget(mine);
        return answer;
    }
}

/// <summary>Logs once when Keystone goes down, and once when it is back.</summary>
internal sealed partial class KeystoneLog(ILogger<KeystoneLog> logger)
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
