namespace Migrations.Api.Microversions;

/// <summary>The version that brought a field; older ones do not have it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NewInAttribute(int major, int minor) : Attribute
{
    public Microversion Version { get; } = new(major, minor);
}
