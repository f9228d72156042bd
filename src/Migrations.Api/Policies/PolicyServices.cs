using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Migrations.Api.Hosting;
using Migrations.Api.Policies.Files;
using Migrations.Drivers;
using Migrations.Settings;

namespace Migrations.Api.Policies;

/// <summary>Registers the policy.</summary>
public static class PolicyServices
{
    /// <summary>Adds <see cref="IPolicy"/>, which decides by the policy files. They are read when the host starts.</summary>
    public static IServiceCollection AddPolicy(this IServiceCollection services)
    {
        services.AddOptions<PolicyOptions>().BindConfiguration(PolicyOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<PolicyLog>();
        services.AddSingleton(provider => new PolicySources(
            provider.GetRequiredService<IOptions<PolicyOptions>>().Value.File,
            provider.GetRequiredService<IHostEnvironment>().ContentRootPath));
        services.AddSingleton<PolicyEnforcer>();
        services.AddSingleton<IPolicy>(provider => provider.GetRequiredService<PolicyEnforcer>());
        return services.AddHostedService<PolicyWatcher>();
    }
}

/// <summary>Where the rules are; the <c>Policy</c> section.</summary>
public sealed class PolicyOptions
{
    public const string Section = "Policy";

    [Description("The policy file, in YAML, or in JSON when it is named .json; the files of policy.d beside it are read after it")]
    [DisplayFormat(NullDisplayText = "policy.yaml or policy.json if there is one, else administrators only")]
    [FilePath(MustExist = true)]
    public string? File { get; set; }
}

/// <summary>Looks every second for changes of the policy files, and at once when it is asked to.</summary>
internal sealed class PolicyWatcher : BackgroundService
{
    /// <summary>How long a changed file may go unnoticed.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly PolicyEnforcer _enforcer;
    private readonly Hangup _hangup;
    private readonly WakeSignal _nextLook;

    public PolicyWatcher(PolicyEnforcer enforcer, TimeProvider clock, Hangup hangup)
    {
        _enforcer = enforcer;
        _nextLook = new WakeSignal(clock);
        _hangup = hangup;
        _hangup.Received += LookNow;
    }

    public override void Dispose()
    {
        _hangup.Received -= LookNow;
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _nextLook.WaitAsync(Interval, stoppingToken);
            _enforcer.Refresh();
        }
    }

    private void LookNow(object? sender, EventArgs e) => _nextLook.Wake();
}
