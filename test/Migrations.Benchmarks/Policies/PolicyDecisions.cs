using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Migrations.Api.Identity;
using Migrations.Api.Policies;
using Migrations.Api.Policies.Files;

namespace Migrations.Benchmarks.Policies;

/// <summary>What one list of a server's migrations asks the policy: for an administrator, and for a manager of the project.</summary>
[MemoryDiagnoser]
public class PolicyDecisions : IDisposable
{
    private const string Project = "6f70656e737461636b20342065766572";

    private readonly string _folder = Directory.CreateTempSubdirectory("policy-decisions-").FullName;
    private readonly Caller _administrator = new("a", "another", ["admin", "manager", "member", "reader"]);
    private readonly Caller _manager = new("b", Project, ["manager", "member", "reader"]);
    private PolicyEnforcer _defaults = null!;
    private PolicyEnforcer _managers = null!;

    [GlobalSetup]
    public void Load()
    {
        var file = Path.Combine(_folder, "managers.yaml");
        File.WriteAllText(file, $"\"{PolicyRules.List}\": rule:project_manager_or_admin\n\"{PolicyRules.ListHosts}\": rule:context_is_admin\n");
        var log = new PolicyLog(NullLogger<PolicyEnforcer>.Instance);
        _defaults = new PolicyEnforcer(new PolicySources(null, _folder), log);
        _managers = new PolicyEnforcer(new PolicySources(file, _folder), log);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public bool Administrator() => Ask(_defaults, _administrator);

    [Benchmark]
    public bool Manager() => Ask(_managers, _manager);

    private static bool Ask(PolicyEnforcer policy, Caller caller) =>
        policy.Allows(PolicyRules.Administrator, caller, null)
        ^ policy.Allows(PolicyRules.List, caller, Project)
        ^ policy.Allows(PolicyRules.ListHosts, caller, Project);
}
