using System.Text;
using Microsoft.Extensions.Primitives;
using Migrations.Api.Identity;
using Migrations.Api.OpenApi;
using Migrations.Api.Policies;
using Migrations.Api.Wire;

namespace Migrations.Api.Calls;

/// <summary>What <see cref="CallChecks"/> refuses, in the order and the words of the checks; for the API document.</summary>
internal static class CallRefusals
{
    public static async Task<IReadOnlyList<Refusal>> OfAsync(ComputeCall call)
    {
        List<Refusal> refusals = [.. Negotiation.Refusals, new("The project in the URL is not the token's", OtherProject())];
        if (call.Action is not null)
            refusals.AddRange(await OfActionAsync(call.Action));
        if (call.Since > Microversion.Minimum)
            refusals.Add(new($"The version is older than {call.Since}", Fault.ResourceNotFound));
        if (call.Body is { } body)
            refusals.AddRange(await OfBodyAsync(body));
        if (call.StrictQuerySince is { } strict)
            refusals.Add(new($"A query parameter, from {strict} on", StrictQuery.Check(Query("limit"))!));
        if (call.IsOfServer)
            refusals.Add(Refusal.Of(
                "There is no such server, or it is another project's", MigrationFault.ServerNotFound(Sample.ServerId)));
        if (call.Rule is not null)
            refusals.Add(new("The policy denies it", PolicyChecks.Denied(call.Rule.Name)));
        return refusals;
    }

    private static async Task<IEnumerable<Refusal>> OfActionAsync(BodyAction action) =>
    [
        new("The body is not an object with one key", (await BodyAsync("{}")).CheckName(action)!),
        new("The body is a scalar", (await BodyAsync("1")).CheckName(action)!),
        new("The action is unknown", (await BodyAsync("""{"pause": null}""")).CheckName(action)!),
        new("The action's value has another form", (await BodyAsync($"{{\"{action.Name}\": 1}}")).CheckValue(action, Microversion.Maximum)!),
    ];

    private static async Task<IEnumerable<Refusal>> OfBodyAsync(BodyForm form) =>
    [
        new("The body is not JSON", (await JsonBody.ReadAsync(Request("{"))).Check(form)!),
        new("The body has another form", (await JsonBody.ReadAsync(Request("1"))).Check(form)!),
    ];

    private static Fault OtherProject()
    {
        var context = new DefaultHttpContext();
        context.Request.RouteValues[ProjectInUrl.Name] = new string('0', Sample.ProjectId.Length);
        return ProjectInUrl.Check(context.Request, new Caller(Sample.UserId, Sample.ProjectId, []))!;
    }

    private static QueryCollection Query(string name) => new(new Dictionary<string, StringValues> { [name] = "1" });

    private static Task<ActionBody> BodyAsync(string json) => ActionBody.ReadAsync(Request(json));

    private static HttpRequest Request(string json) =>
        new DefaultHttpContext { Request = { Body = new MemoryStream(Encoding.UTF8.GetBytes(json)) } }.Request;
}
