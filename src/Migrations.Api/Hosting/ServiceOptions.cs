using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Migrations.Api.Hosting;

/// <summary>The settings that stand in no section.</summary>
internal sealed class ServiceOptions
{
    public const string Fake = "fake";
    public const string Libvirt = "libvirt";

    [Description("Addresses to listen on, separated by semicolons; port 0 is any free port")]
    [ListenUrls]
    public string Urls { get; set; } = "http://127.0.0.1:8774";

    [Description("The hypervisor")]
    [AllowedValues(Fake, Libvirt)]
    public string Driver { get; set; } = Fake;

    [Description("In Development, /openapi/ shows the API in a browser")]
    [AllowedValues("Development", "Staging", "Production")]
    public string Environment { get; set; } = "Production";

    [Description("Folder from which relative paths start; appsettings.json and policy files are looked for in it")]
    [DisplayFormat(NullDisplayText = "the working directory")]
    public string? ContentRoot { get; set; }

    /// <summary>The options that the settings make.</summary>
    public static ServiceOptions Of(IConfiguration settings) => settings.Get<ServiceOptions>() ?? new ServiceOptions();
}
