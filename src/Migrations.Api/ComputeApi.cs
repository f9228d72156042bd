using Migrations.Api.Calls;
using Migrations.Api.MigrationHistory;
using Migrations.Api.ServerMigrations;
using Migrations.Api.Servers;

namespace Migrations.Api;

/// <summary>Every call of the compute API. What is true of a call stands beside its handler.</summary>
internal static class ComputeApi
{
    public static IReadOnlyList<ComputeCall> Calls { get; } =
    [
        ListServers.Call,
        ListServers.DetailedCall,
        ShowServer.Call,
        ListMigrations.Call,
        ShowMigration.Call,
        ForceCompleteMigration.Call,
        AbortMigration.Call,
        ShowProgress.Call,
        ListHistory.Call,
    ];
}
