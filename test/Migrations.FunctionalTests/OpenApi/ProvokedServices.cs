using Microsoft.Data.Sqlite;
using Migrations.Drivers;
using Migrations.FunctionalTests.Golden;
using Moq;

namespace Migrations.FunctionalTests.OpenApi;

/// <summary>In what the service differs from the usual one.</summary>
internal enum ProvokedService
{
    Usual,
    OpenToMembers,
    WithoutCommands,
    Resizing,
    RefusingStarts,
    Hurried,
    WithoutKeystone,
    WithoutDatabase,
    WithoutContact,
}

/// <summary>Services that refuse what the usual one does not.</summary>
internal sealed class ProvokedServices : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<ProvokedService, FrozenService> _started = [];

    public FrozenService this[ProvokedService kind]
    {
        get
        {
            if (!_started.TryGetValue(kind, out var service))
                _started[kind] = service = Start(kind);
            return service;
        }
    }

    public void Dispose()
    {
        foreach (var service in _started.Values)
            service.Dispose();
        _folder.Dispose();
    }

    private FrozenService Start(ProvokedService kind) => kind switch
    {
        ProvokedService.OpenToMembers => Started(new Dictionary<string, string> { ["Policy:File"] = PolicyFile() }),
        ProvokedService.WithoutCommands => Started(cannotCommand: "the connection is read-only."),
        ProvokedService.RefusingStarts => Started(starter: RefusingStarter()),
        ProvokedService.Hurried => Started(new Dictionary<string, string> { ["Limits:CommandsPerMinute"] = "1" }),
        ProvokedService.WithoutKeystone => Started(new Dictionary<string, string>
        {
            ["Auth:Mode"] = "keystone",
            ["Auth:Keystone:Url"] = "http://127.0.0.1:1",
            ["Auth:Keystone:Username"] = "migrations",
            ["Auth:Keystone:Password"] = "password",
        }),
        ProvokedService.WithoutDatabase => DeleteDatabase(Started()),
        ProvokedService.WithoutContact => Started(hasContact: false),
        ProvokedService.Resizing => Resize(Started()),
        _ => Started(),
    };

    private static FrozenService Started(
        IReadOnlyDictionary<string, string>? settings = null, string? cannotCommand = null, bool hasContact = true,
        IMigrationStarter? starter = null)
    {
        var service = new FrozenService(settings, Path.Combine(GoldenFolders.OwnOfActions, GoldenFolders.ScenarioOfActions),
            cannotCommand: cannotCommand, hasContact: hasContact, starter: starter);
        // The recorded scenario has no migration that this service has started.
        Execute(service, "INSERT INTO starts (migration_id, is_forced, disks, request_id, requested_at, is_awaited) VALUES (42, 0, 'auto', 'req-1', 0, 0)");
        if (hasContact)
            service.Publish();
        return service;
    }

    /// <summary>Refuses the server 302 because it is powered off, and all others because their destination is.</summary>
    private static IMigrationStarter RefusingStarter()
    {
        var starter = new Mock<IMigrationStarter>();
        starter.Setup(each => each.CheckAsync(It.IsAny<StartOrder>(), It.IsAny<CancellationToken>()))
            .Throws((StartOrder order, CancellationToken _) => new StartRefusedException(
                order.ServerUuid == Guid.Parse(Provocation.Server(302))
                    ? StartRefusal.PoweredOff(order.ServerUuid)
                    : StartRefusal.HostUnavailable("compute-2")));
        return starter.Object;
    }

    private string PolicyFile()
    {
        var file = _folder.File("policy.yaml");
        File.WriteAllText(file, """
            "os_compute_api:servers:migrations:force_complete": "@"
            "os_compute_api:servers:migrations:delete": "@"
            "os_compute_api:servers:migrations:policy": "@"
            "os_compute_api:os-migrations:index": "@"
            "os_compute_api:os-migrations:index:all_projects": "!"
            """);
        return file;
    }

    private static FrozenService DeleteDatabase(FrozenService service)
    {
        File.Delete(service.Database);
        return service;
    }

    private static FrozenService Resize(FrozenService service)
    {
        Execute(service, "UPDATE servers SET task_state = 'resize_migrating'");
        service.Publish();
        return service;
    }

    private static void Execute(FrozenService service, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={service.Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
