using System.Reflection;

namespace Migrations.Api.Hosting;

/// <summary>The version of this build, as <c>Directory.Build.props</c> says it.</summary>
internal static class ServiceVersion
{
    /// <summary>Without the revision of the sources, which the compiler appends.</summary>
    public static string Text { get; } = typeof(ServiceVersion).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
