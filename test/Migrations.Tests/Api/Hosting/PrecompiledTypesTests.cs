using System.Reflection;
using System.Xml.Linq;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Migrations.Tests.Api.Hosting;

/// <summary>The list of types that the native compiler must not leave to the start.</summary>
[TestFixture]
internal sealed class PrecompiledTypesTests
{
    private static readonly Assembly[] Ours =
        [.. new[] { "Migrations", "Migrations.Storage", "Migrations.Drivers", "Migrations.Api" }.Select(Assembly.Load)];

    private static readonly HashSet<Type> Listed = [.. Names().Select(name => Type.GetType(name, throwOnError: true)!)];

    [TestCaseSource(nameof(OptionsOfOurs))]
    public void PrecompiledTypes_OptionsOfTheService_AreListed(Type options)
    {
        Assert.That(Listed, Does.Contain(typeof(OptionsFactory<>).MakeGenericType(options)));
        Assert.That(Listed.Where(type => type.Name.StartsWith("UnnamedOptionsManager", StringComparison.Ordinal))
            .Select(type => type.GenericTypeArguments[0]), Does.Contain(options));
    }

    [TestCaseSource(nameof(LoggersOfOurs))]
    public void PrecompiledTypes_LoggerOfTheService_IsListed(Type category) =>
        Assert.That(Listed, Does.Contain(typeof(Logger<>).MakeGenericType(category)));

    private static IEnumerable<string> Names() =>
        from assembly in XDocument.Load(Path.Combine(AppContext.BaseDirectory, "PrecompiledTypes.rd.xml")).Descendants()
        where assembly.Name.LocalName == "Assembly"
        from type in assembly.Elements()
        select $"{type.Attribute("Name")!.Value}, {assembly.Attribute("Name")!.Value}";

    private static IEnumerable<Type> OptionsOfOurs() => Arguments(typeof(IOptions<>), Injected)
        .Concat(Arguments(typeof(IValidateOptions<>), type => type.GetInterfaces())).Distinct().Where(type => Ours.Contains(type.Assembly));

    private static IEnumerable<Type> LoggersOfOurs() => Arguments(typeof(ILogger<>), Injected);

    private static IEnumerable<Type> Injected(Type type) =>
        type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .SelectMany(constructor => constructor.GetParameters()).Select(parameter => parameter.ParameterType);

    /// <summary>The arguments of this generic form among what is found in all types of the service.</summary>
    private static IEnumerable<Type> Arguments(Type form, Func<Type, IEnumerable<Type>> find) => Ours
        .SelectMany(assembly => assembly.GetTypes()).SelectMany(find)
        .Where(found => found.IsGenericType && found.GetGenericTypeDefinition() == form)
        .Select(found => found.GenericTypeArguments[0]).Distinct();
}
