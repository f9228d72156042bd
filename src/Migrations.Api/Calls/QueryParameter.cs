namespace Migrations.Api.Calls;

/// <summary>A query parameter that the handler reads by itself.</summary>
/// <param name="Meaning">A sentence.</param>
internal sealed record QueryParameter(string Name, string Meaning)
{
    /// <summary>The version that brought it.</summary>
    public Microversion Since { get; init; } = Microversion.Minimum;

    /// <summary>The form of a text, as JSON schema calls it; null for any text.</summary>
    public string? Format { get; init; }

    /// <summary>What holds without it; null for parameters that are not numbers.</summary>
    public int? Default { get; init; }
}
