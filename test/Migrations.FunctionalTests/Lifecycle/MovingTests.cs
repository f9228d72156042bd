namespace Migrations.FunctionalTests.Lifecycle;

/// <summary>Each test has a service of its own, in a time that only the test moves.</summary>
/// <param name="scenario">What its fake hypervisor does.</param>
public abstract class MovingTests(string scenario)
{
    private TemporaryFolder _folder = null!;
    private SteppedClock _clock = null!;

    private protected MovingService Service { get; private set; } = null!;

    [SetUp]
    public void Start()
    {
        _folder = new TemporaryFolder();
        File.WriteAllText(_folder.File("scenario.json"), scenario);
        _clock = new SteppedClock();
        Service = new MovingService(_folder.Path, _clock);
    }

    [TearDown]
    public void Stop()
    {
        Service.Dispose();
        _folder.Dispose();
    }

    /// <summary>Stops the service, and starts it again with the same files.</summary>
    protected async Task RestartAsync()
    {
        await Service.StopAsync();
        Service = new MovingService(_folder.Path, _clock);
    }
}
