namespace Migrations.Operations;

/// <summary>A caller's wish to force-complete or abort a migration.</summary>
/// <param name="Server">The server in the URL.</param>
/// <param name="ServerId">Its id as the caller wrote it; conflicts are reported with it.</param>
/// <param name="MigrationId">The migration's id as the caller wrote it.</param>
/// <param name="IsAdministrator">Administrators may command locked servers.</param>
public sealed record CommandRequest(
    Server Server, string ServerId, string MigrationId, Requester By, bool IsAdministrator);
