namespace Migrations.Api.Servers;

/// <summary>What Nova derives from a server's state and task.</summary>
internal static class ServerStatus
{
    /// <summary>The one word that clients poll.</summary>
    public static string Of(Server server) => server.State switch
    {
        ServerState.Active or ServerState.Paused when server.TaskState == ServerStates.Migrating => "MIGRATING",
        ServerState.Active => "ACTIVE",
        ServerState.Paused => "PAUSED",
        ServerState.Suspended => "SUSPENDED",
        ServerState.Stopped => "SHUTOFF",
        _ => "ERROR",
    };

    public static int PowerStateOf(Server server) => server.State switch
    {
        ServerState.Active => 1,
        ServerState.Paused => 3,
        ServerState.Stopped => 4,
        ServerState.Suspended => 7,
        _ => 0,
    };
}
