using System.Reflection;
using BenchmarkDotNet.Running;
using Migrations.Benchmarks;

var all = BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly());
if (args is ["--once"])
    return RunOnce.Of(all);
all.Run(args);
return 0;
