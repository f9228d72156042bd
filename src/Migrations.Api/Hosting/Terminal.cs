#pragma warning disable RS0030 // The one place that hands out the console.

namespace Migrations.Api.Hosting;

/// <summary>Where the host speaks to whoever started it; everything else is logged.</summary>
internal static class Terminal
{
    public static TextWriter Output => Console.Out;
    public static TextWriter Errors => Console.Error;
}
