namespace Migrations.Api.Identity.Keystone;

/// <summary>Asks Keystone about a token, with a new token of this service's own if the present one is not accepted.</summary>
internal sealed class TokenValidator(KeystoneApi api, OwnToken own, KeystoneJournal journal)
{
    /// <returns>Null for a token that is not valid.</returns>
    /// <exception cref="KeystoneUnavailableException">Keystone cannot say.</exception>
    public async Task<KeystoneToken?> ValidateAsync(string token, bool allowExpired)
    {
        try
        {
            var answer = await AskAsync(token, allowExpired);
            if (!answer.IsAnswer)
                answer = await AskAsync(token, allowExpired);
            if (!answer.IsAnswer)
                throw new KeystoneUnavailableException("Keystone does not accept the token that it has just issued.");
            journal.Answered();
            return answer.Token;
        }
        catch (KeystoneUnavailableException e)
        {
            journal.Unavailable(e);
            throw;
        }
    }

    private async Task<Validation> AskAsync(string token, bool allowExpired)
    {
        var mine = await own.GetAsync();
        var answer = await api.ValidateAsync(mine.Value, token, allowExpired);
        if (!answer.IsAnswer)
            own.Forget(mine);
        return answer;
    }
}
