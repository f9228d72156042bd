namespace Migrations.BrowserTests;

/// <summary>A test with a service of its own and a page on it, which ends with a look at what the browser complained of.</summary>
internal abstract class DashboardTest
{
    private readonly List<ServiceProcess> _services = [];
    private readonly List<DashboardPage> _pages = [];
    private TemporaryFolder _folder = null!;
    private int _port;

    [SetUp]
    public void Prepare()
    {
        _folder = new TemporaryFolder();
        _port = LoopbackPort.Free();
    }

    [TearDown]
    public async Task EndAsync()
    {
        if (TestContext.CurrentContext.Result.Outcome.Status == NUnit.Framework.Interfaces.TestStatus.Failed && _pages is [.., var last])
            await last.KeepAsync($"failed-{TestContext.CurrentContext.Test.MethodName}");
        var complaints = _pages.SelectMany(page => page.Complaints).ToList();
        foreach (var page in _pages)
            await page.DisposeAsync();
        _services.ForEach(service => service.Dispose());
        _pages.Clear();
        _services.Clear();
        _folder.Dispose();
        Assert.That(complaints, Is.Empty);
    }

    /// <summary>A service with these servers; the second one of a test finds the database and the port of the first.</summary>
    protected ServiceProcess Start(IEnumerable<string> servers, params IEnumerable<string> arguments)
    {
        File.WriteAllText(_folder.File("scenario.json"), $$"""{ "maxConcurrent": 1000, "servers": [{{string.Join(',', servers)}}] }""");
        var service = new ServiceProcess([
            $"--Urls=http://127.0.0.1:{_port}", $"--Database:Path={_folder.File("migrations.db")}",
            $"--Fake:Scenario={_folder.File("scenario.json")}", .. arguments]);
        _services.Add(service);
        return service;
    }

    protected async Task<DashboardPage> OpenAsync(ServiceProcess service, bool isDark = false, int width = 1400, int height = 900)
    {
        var page = await DashboardPage.OpenAsync(await service.AddressAsync(), isDark, width, height);
        _pages.Add(page);
        return page;
    }
}
