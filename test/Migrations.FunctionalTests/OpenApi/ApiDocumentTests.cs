using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Migrations.FunctionalTests.Http;

namespace Migrations.FunctionalTests.OpenApi;

/// <summary>The document as a whole, and the page that shows it.</summary>
public sealed class ApiDocumentTests
{
    private static readonly RawRequest Document = new("GET", "/openapi/v2.1.json");
    private static readonly RawRequest Page = new("GET", "/openapi/index.html");

    private readonly FrozenService _service = new();

    [OneTimeTearDown]
    public void Stop() => _service.Dispose();

    [Test]
    public async Task Document_UnderTheValidator_HasNoErrors()
    {
        var answer = await _service.SendAsync(Document);

        var read = OpenApiDocument.Parse(answer.Text, "json");

        Assert.That(read.Diagnostic?.Errors, Is.Empty);
        Assert.That(read.Diagnostic?.Warnings, Is.Empty);
        Assert.That(read.Document!.Validate(ValidationRuleSet.GetDefaultRuleSet()), Is.Empty);
        Assert.That(read.Document!.Info.Title, Is.EqualTo("Server migrations"));
    }

    [Test]
    public async Task Operations_OfTheDocument_AreThoseThatTheServiceMaps()
    {
        var api = await DocumentedApi.ReadAsync(_service);

        var mapped = from endpoint in _service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                     from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
                     let path = PathOf(endpoint)
                     where path is not ("/v2" or "/openapi/v2.1.json" or "/metrics" or "/dashboard" or "/dashboard/{**file}")
                     select (method, path);

        Assert.That(mapped.Distinct(), Is.EquivalentTo(api.Operations.Select(operation => (operation.Method, operation.Path))));
    }

    [Test]
    public async Task Operations_OfTheDocument_HaveWhatAClientIsGeneratedFrom()
    {
        var api = await DocumentedApi.ReadAsync(_service);

        Assert.That(api.Operations.Select(operation => operation.Id), Is.EquivalentTo(Provocation.Operations));
        foreach (var operation in api.Operations)
        {
            Assert.That(operation.Description["summary"]?.GetValue<string>(), Is.Not.Null.And.Not.Empty, operation.Id);
            Assert.That(operation.Description["tags"]!.AsArray(), Has.Count.EqualTo(1), operation.Id);
        }
    }

    [Test]
    public async Task Schemas_OfTheDocument_DescribeEveryField()
    {
        var api = await DocumentedApi.ReadAsync(_service);

        var undescribed = from schema in api.Schemas
                          from field in schema.Value!["properties"]?.AsObject() ?? []
                          where field.Value!["$ref"] is null && field.Value["description"] is null
                          select $"{schema.Key}.{field.Key}";

        Assert.That(undescribed, Is.Empty);
    }

    [Test]
    public async Task Page_InDevelopment_LoadsEverythingFromTheService()
    {
        var page = await _service.SendAsync(Page);

        Assert.That(page.Status, Is.EqualTo(200));
        Assert.That(page.Text, Does.Contain("swagger-ui-bundle.js").And.Not.Contains("//"));
    }

    [Test]
    public async Task Page_InProduction_IsNotThereButTheDocumentIs()
    {
        using var production = new FrozenService(new Dictionary<string, string> { ["environment"] = "Production" });

        Assert.That((await production.SendAsync(Page)).Status, Is.EqualTo(404));
        Assert.That((await production.SendAsync(Document)).Status, Is.EqualTo(200));
    }

    /// <summary>Calls of other roots, and with the project in the URL, are those of the root itself.</summary>
    private static string PathOf(RouteEndpoint endpoint) => ("/" + endpoint.RoutePattern.RawText!.Trim('/'))
        .Replace("/{project:project}", "", StringComparison.Ordinal)
        .Replace("/v2/", "/v2.1/", StringComparison.Ordinal);
}
