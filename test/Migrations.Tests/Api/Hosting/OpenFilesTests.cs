using Migrations.Api.Hosting;

namespace Migrations.Tests.Api.Hosting;

public sealed class OpenFilesTests
{
    [TestCase("Max open files            1024                 524288               files     ", 1024)]
    [TestCase("Max open files            unlimited            unlimited            files     ", null)]
    [TestCase("Max open files", null)]
    [TestCase("Max processes             15204                15204                processes ", null)]
    public void Read_LineOfTheSystem_IsTheSoftLimit(string line, int? limit) =>
        Assert.That(OpenFiles.Read(["Limit                     Soft Limit           Hard Limit           Units     ", line]), Is.EqualTo(limit));

    [TestCase(2000, null, 2000)]
    [TestCase(2000, 8192, 2000)]
    [TestCase(2000, 1024, 824)]
    [TestCase(10, 1024, 10)]
    [TestCase(2000, 64, 10)]
    public void Fit_Connections_LeavesFilesForTheRest(int connections, int? limit, int taken) =>
        Assert.That(OpenFiles.Fit(connections, limit), Is.EqualTo(taken));

    [Test]
    [Platform("Linux")]
    public void Limit_OfThisProcess_IsKnown() => Assert.That(OpenFiles.Limit, Is.Positive);
}
