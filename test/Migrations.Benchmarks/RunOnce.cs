using System.Reflection;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;

namespace Migrations.Benchmarks;

/// <summary>Calls every benchmark once, with the first of its parameters and in this process: to see that it runs, not how fast it is.</summary>
internal static class RunOnce
{
    private static IEnumerable<MethodInfo> Benchmarks => typeof(RunOnce).Assembly.GetTypes().SelectMany(type => type.GetMethods())
        .Where(method => method.IsDefined(typeof(BenchmarkAttribute)));

    /// <returns>The exit code: 1 when one has failed, or was left out.</returns>
    public static int Of(BenchmarkSwitcher switcher)
    {
        var once = Job.Dry.WithId(nameof(RunOnce)).WithToolchain(InProcessNoEmitToolchain.Instance);
        var parameters = new Dictionary<MethodInfo, string>();
        // Jobs that a benchmark asks for itself are added to this one.
        var config = DefaultConfig.Instance.AddJob(once).AddFilter(new SimpleFilter(each =>
            each.Job.Id == once.Id
            && (parameters.TryAdd(each.Descriptor.WorkloadMethod, each.Parameters.ValueInfo)
                || parameters[each.Descriptor.WorkloadMethod] == each.Parameters.ValueInfo)));

        var reports = switcher.Run(["--filter", "*"], config).SelectMany(summary => summary.Reports).ToList();
        var (passed, all) = (reports.Count(report => report.Success), Benchmarks.Count());
        Console.WriteLine($"{passed} passed, {all - passed} failed");
        return passed == all ? 0 : 1;
    }
}
