using System.Globalization;

namespace Migrations.Testing;

/// <summary>How many inputs the tests of bad input make up: few in a normal run, MIGRATIONS_FUZZ times as many in a long one.</summary>
internal static class Fuzz
{
    /// <summary>The category of the tests that make up inputs.</summary>
    public const string Category = "Fuzz";

    private const string Variable = "MIGRATIONS_FUZZ";

    private static readonly int Factor =
        int.Parse(Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } factor ? factor : "1", CultureInfo.InvariantCulture);

    /// <param name="count">The number in a normal run.</param>
    public static int Times(int count) => checked(count * Factor);
}
