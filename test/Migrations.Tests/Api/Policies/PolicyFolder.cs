using Microsoft.Extensions.Logging.Abstractions;
using Migrations.Api.Identity;
using Migrations.Api.Policies;
using Migrations.Api.Policies.Files;

namespace Migrations.Tests.Api.Policies;

/// <summary>A folder of its own for policy files, gone after the test.</summary>
internal sealed class PolicyFolder : IDisposable
{
    public const string Project = "6f70656e737461636b20342065766572";

    private readonly TemporaryFolder _folder = new();
    private DateTime _written = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public string Root => _folder.Path;

    public string this[string name] => _folder.File(name);

    /// <summary>Writes a file, each time with a later date than the last.</summary>
    public PolicyFolder With(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], content);
        _written += TimeSpan.FromMinutes(1);
        File.SetLastWriteTimeUtc(this[name], _written);
        return this;
    }

    /// <summary>Gives files one date, as reproducible images do.</summary>
    public void SameDate(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            File.SetLastWriteTimeUtc(this[name], _written);
    }

    public PolicyEnforcer Enforcer(string? file = null, PolicyLog? log = null) =>
        new(new PolicySources(file, Root), log ?? new PolicyLog(NullLogger<PolicyEnforcer>.Instance));

    public static Caller CallerWith(params string[] roles) => new("a-user", Project, roles);

    public void Dispose() => _folder.Dispose();
}
