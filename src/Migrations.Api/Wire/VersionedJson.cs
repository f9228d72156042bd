using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Migrations.Api.Wire;

/// <summary>The version that brought a field. Answers of older versions are without it, and the API document says so.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NewInAttribute(int major, int minor) : Attribute
{
    public Microversion Version { get; } = new(major, minor);

    /// <summary>The version that brought this field; null for a field that every version has.</summary>
    internal static Microversion? Of(JsonPropertyInfo field) =>
        (field.AttributeProvider as MemberInfo)?.GetCustomAttribute<NewInAttribute>()?.Version;
}

/// <summary>A field that answers to some callers are without, although their version has it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotForEverybodyAttribute : Attribute;

/// <summary>Writes a body in the form of each version, without the fields that are newer.</summary>
/// <remarks>Versions between which no field was added share a writer, which is made when it is first needed.</remarks>
/// <param name="newest">The writer of all fields.</param>
internal sealed class VersionedJson<T>(JsonTypeInfo<T> newest)
{
    private readonly Step[] _steps =
    [
        .. FieldVersions(newest).Distinct().OrderDescending().Select(since => new Step(since, newest)),
        new Step(Microversion.Minimum, newest),
    ];

    /// <summary>The writer of the fields that this version has.</summary>
    public JsonTypeInfo<T> At(Microversion version)
    {
        foreach (var step in _steps)
            if (version >= step.Since)
                return step.Writer;
        throw new ArgumentOutOfRangeException(nameof(version), version, "This is below the minimum.");
    }

    private static IEnumerable<Microversion> FieldVersions(JsonTypeInfo type)
    {
        var parts = type.Properties.Select(field => field.PropertyType).Append(type.ElementType).OfType<Type>();
        return type.Properties.Select(NewInAttribute.Of).OfType<Microversion>()
            .Concat(parts.SelectMany(part => FieldVersions(type.Options.GetTypeInfo(part))));
    }

    private sealed class Step(Microversion since, JsonTypeInfo<T> newest)
    {
        private readonly Lazy<JsonTypeInfo<T>> _writer = new(() =>
        {
            var resolver = newest.Options.TypeInfoResolver!.WithAddedModifier(type => DropNewerFields(type, since));
            return (JsonTypeInfo<T>)new JsonSerializerOptions(newest.Options) { TypeInfoResolver = resolver }.GetTypeInfo(typeof(T));
        });

        public Microversion Since => since;

        public JsonTypeInfo<T> Writer => _writer.Value;

        private static void DropNewerFields(JsonTypeInfo type, Microversion version)
        {
            for (var i = type.Properties.Count - 1; i >= 0; i--)
                if (NewInAttribute.Of(type.Properties[i]) > version)
                    type.Properties.RemoveAt(i);
        }
    }
}
