using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;

namespace Migrations.FunctionalTests.Hosting;

/// <summary>Gives settings to a host in this process. A test host would pass sections as arguments of their own, which are no settings.</summary>
internal static class HostSettings
{
    /// <param name="file">Where to write the settings that are in sections.</param>
    public static void UseSettings(this IWebHostBuilder builder, string file, IEnumerable<KeyValuePair<string, string>> settings)
    {
        var sections = new JsonObject();
        foreach (var (key, value) in settings)
            if (key.Contains(':'))
                sections[key] = value;
            else
                builder.UseSetting(key, value);
        File.WriteAllText(file, sections.ToJsonString());
        builder.UseSetting("settings", file);
    }
}
