using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Migrations.Api.Calls;
using Migrations.Api.Hosting;
using Migrations.Api.Wire;

namespace Migrations.Api.OpenApi;

/// <summary>What a reader has to know before the first call.</summary>
internal static class Introduction
{
    private static readonly string Text = $"""
        The live migrations of a hypervisor host, in the form of OpenStack Nova's "Server migrations" API.

        **Microversions.** A call has the form of the version that the header OpenStack-API-Version asks for,
        {Microversion.Minimum} to {Microversion.Maximum}; without it, {Microversion.Minimum}, which can start a migration, and
        has none of the calls below a server's migrations. Schemas show the newest form; x-openstack.min-ver says which version brought a field, a parameter
        or a call, and older versions are without it.

        **Project in the URL.** Every call of the compute API can also be made with the caller's project after the version,
        as in /v2.1/PROJECT/os-migrations. It must be the token's project.

        **/v2** has the same calls as {Microversion.Minimum} and ignores version headers.

        **Faults.** Every refusal is JSON: one field that names the fault, with the code and a message. The 401 of a token is
        the exception: it has Keystone's form.

        **Counters** are in bytes. Null means that the hypervisor does not report the counter; 0 is a reported zero.
        """;

    public static Task Apply(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Server migrations",
            Version = ServiceVersion.Text,
            Description = Text,
        };
        document.Servers = [new OpenApiServer { Url = "/", Description = "This service." }];
        document.Tags = CallGroups.All.Select(group => new OpenApiTag { Name = group.Name, Description = group.Meaning }).ToHashSet();
        return Task.CompletedTask;
    }
}
