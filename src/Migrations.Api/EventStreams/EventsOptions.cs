using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Migrations.Api.EventStreams;

/// <summary>Limits of event streams; the <c>Events</c> section.</summary>
public sealed class EventsOptions
{
    public const string Section = "Events";

    [Description("Maximum number of open event streams; each keeps a connection")]
    [Range(1, 10_000)]
    public int MaxStreams { get; set; } = 100;
}

/// <summary>Refuses limits out of range.</summary>
[OptionsValidator]
internal sealed partial class EventsOptionsValidator : IValidateOptions<EventsOptions>;
