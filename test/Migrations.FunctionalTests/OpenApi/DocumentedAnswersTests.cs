using System.Text.Json.Nodes;

namespace Migrations.FunctionalTests.OpenApi;

/// <summary>Holds the document to what the service answers, status by status and example by example.</summary>
public sealed class DocumentedAnswersTests
{
    /// <summary>Told apart by no call, and provoked for a few only, because each waits until Keystone is given up.</summary>
    private const string Unavailable = "503";

    /// <summary>What the tests of readiness and of streams provoke.</summary>
    private static readonly (string, string, string?)[] Elsewhere =
    [
        ("checkReady", "200", null), (Provocations.Endless, "200", null),
        .. new[] { Provocations.Endless, "followServerMigration" }.Select(stream => (stream, "429", (string?)"Too-many-streams-are-open")),
    ];

    private readonly ProvokedServices _services = new();
    private DocumentedApi _api = null!;

    [OneTimeSetUp]
    public async Task Read() => _api = await DocumentedApi.ReadAsync(_services[ProvokedService.Usual]);

    [OneTimeTearDown]
    public void Stop() => _services.Dispose();

    [TestCaseSource(nameof(Cases))]
    public async Task Answer_ToAProvocation_IsTheDocumentedOne(Provocation provocation)
    {
        var operation = _api.Operation(provocation.Operation);

        var service = _services[provocation.Service];
        for (var time = 1; time < provocation.Times; time++)
            await service.SendAsync(provocation.ToRequest());
        var answer = await service.SendAsync(provocation.ToRequest());

        Assert.That($"{answer.Status}", Is.EqualTo(provocation.Status), answer.Text);
        AnswerCheck.Matches(_api, operation, provocation.Status, answer);
        if (provocation.Example is { } example)
            AnswerCheck.IsLike(ContentOf(operation, provocation.Status)!["examples"]![example]!["value"]!, answer);
    }

    [Test]
    public void Document_OfAnswers_HasNoneThatIsNotProvoked()
    {
        var provoked = Provocations.All.Select(provocation => (provocation.Operation, provocation.Status, provocation.Example));

        var documented = from operation in _api.Operations
                         from answer in operation.Answers
                         where answer.Key != "default" && !(operation.NeedsToken && answer.Key == Unavailable)
                         from example in ExamplesOf(operation, answer.Key)
                         select (operation.Id, answer.Key, example);

        Assert.That(documented.Except(provoked).Except(Elsewhere), Is.Empty);
    }

    [Test]
    public void Examples_OfEveryAnswer_MatchTheirSchemas()
    {
        var problems = from operation in _api.Operations
                       from answer in operation.Answers
                       let content = ContentOf(operation, answer.Key)
                       where content is not null
                       from example in content["examples"]?.AsObject().Select(each => each.Value!["value"]) ?? [content["example"]]
                       from problem in SchemaCheck.Problems(_api, content["schema"]!, example)
                       select $"{operation.Id} {answer.Key} {problem}";

        Assert.That(problems, Is.Empty);
    }

    private static IEnumerable<TestCaseData> Cases() =>
        Provocations.All.Select(provocation => new TestCaseData(provocation).SetName($"{{m}}({provocation})"));

    private JsonNode? ContentOf(DocumentedOperation operation, string status) =>
        _api.Resolve(operation.Answers[status]!)["content"]?["application/json"];

    private IEnumerable<string?> ExamplesOf(DocumentedOperation operation, string status) =>
        ContentOf(operation, status)?["examples"]?.AsObject().Select(example => example.Key) ?? [null];
}
