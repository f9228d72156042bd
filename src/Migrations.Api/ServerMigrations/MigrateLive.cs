using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Migrations.Api.Calls;
using Migrations.Api.Python;
using Migrations.Api.Wire;

namespace Migrations.Api.ServerMigrations;

/// <summary>The value of the action <c>os-migrateLive</c> (nova/api/openstack/compute/schemas/migrate_server.py).</summary>
/// <param name="Host">Where to; null for any host.</param>
/// <param name="IsForced">Whether the caller says that the host is fit.</param>
internal sealed partial record MigrateLive(string? Host, DiskCopy Disks, bool IsForced)
{
    private const string HostName = "host";
    private const string Block = "block_migration";
    private const string OverCommit = "disk_over_commit";
    private const string Force = "force";
    private const string Automatic = "auto";

    private static readonly PythonValue[] True =
        [new PythonValue.Bool(true), .. Texts("True", "TRUE", "true", "1", "ON", "On", "on", "YES", "Yes", "yes")];
    private static readonly PythonValue[] False =
        [new PythonValue.Bool(false), .. Texts("False", "FALSE", "false", "0", "OFF", "Off", "off", "NO", "No", "no")];
    private static readonly PythonSchema Flag = new(PythonSchema.Boolean, PythonSchema.String) { Values = [.. True, .. False] };
    private static readonly PythonSchema FlagOrAutomatic =
        new(PythonSchema.Boolean, PythonSchema.String) { Values = [.. True, .. False, .. Texts(Automatic)] };

    private static readonly SchemaMember HostMember = new(
        HostName,
        new PythonSchema(PythonSchema.String, PythonSchema.Null) { MinLength = 1, MaxLength = 255, Pattern = HostNames() },
        "Compute host to migrate to; null for any.");
    private static readonly SchemaMember BlockMember = new(
        Block, FlagOrAutomatic, "Whether disks are copied; auto copies those that the destination cannot reach.");

    public static BodyAction Action { get; } = new(
        "os-migrateLive",
        Form(Microversion.Minimum, (OverCommit, false),
            new SchemaMember(Block, Flag, "Whether disks are copied."), new SchemaMember(OverCommit, Flag, "Has no effect."), HostMember),
        Form(ApiVersions.AutomaticDisks, null, BlockMember, HostMember),
        Form(ApiVersions.ForcedStart, (Force, false), BlockMember, HostMember,
            new SchemaMember(Force, Flag, "Whether the host is taken without looking whether it is fit.", IsRequired: false)),
        Form(ApiVersions.NoForcedStart, null, BlockMember, HostMember));

    /// <param name="value">A value that fits the form of its version.</param>
    public static MigrateLive Read(PythonValue value)
    {
        var members = ((PythonValue.Dict)value).Items;
        return new MigrateLive(
            (members[HostName] as PythonValue.Str)?.Value,
            members[Block] is PythonValue.Str { Value: Automatic } ? DiskCopy.Auto : True.Contains(members[Block]) ? DiskCopy.All : DiskCopy.None,
            members.TryGetValue(Force, out var force) && True.Contains(force));
    }

    private static ActionForm Form(Microversion since, (string Name, bool Value)? further, params SchemaMember[] members)
    {
        var example = new JsonObject { [HostName] = null, [Block] = since >= ApiVersions.AutomaticDisks ? Automatic : false };
        if (further is { } member)
            example[member.Name] = member.Value;
        return new ActionForm(since, new PythonSchema(PythonSchema.Object) { Members = members }, example);
    }

    private static IEnumerable<PythonValue> Texts(params IEnumerable<string> texts) => texts.Select(text => new PythonValue.Str(text));

    /// <remarks>As in Python, a line feed at the end is let through.</remarks>
    [GeneratedRegex("^[a-zA-Z0-9-._]*$")]
    private static partial Regex HostNames();
}
