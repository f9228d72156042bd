using Microsoft.Extensions.Options;
using Migrations.Api.EventStreams.Editions;

namespace Migrations.Api.EventStreams;

/// <summary>Registers what event streams need.</summary>
internal static class EventStreamsSetup
{
    public static IServiceCollection AddEventStreams(this IServiceCollection services)
    {
        services.AddOptions<EventsOptions>().BindConfiguration(EventsOptions.Section);
        return services
            .AddSingleton<IValidateOptions<EventsOptions>, EventsOptionsValidator>()
            .AddSingleton<StreamPlaces>()
            .AddSingleton<StreamItems>()
            .AddSingleton<StreamSource>()
            .AddSingleton<EditionMaker>()
            .AddSingleton<EventPublisher>()
            .AddHostedService(provider => provider.GetRequiredService<EventPublisher>())
            .AddSingleton<StreamSender>();
    }
}
