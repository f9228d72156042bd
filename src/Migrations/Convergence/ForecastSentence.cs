using Migrations.Drivers;

namespace Migrations.Convergence;

/// <summary>Says a forecast in one sentence.</summary>
internal static class ForecastSentence
{
    public static string Of(Forecast forecast) => forecast.Phase switch
    {
        null => "not read yet",
        JobPhase.Queued => "waits for its turn",
        JobPhase.Preparing => "the destination is being made ready",
        JobPhase.Storage => $"copies disks{Speed(forecast)}: {Left(forecast) ?? "unknown time left"}, then the memory",
        JobPhase.PreCopy when forecast.Verdict == Verdict.Certain =>
            $"the server is paused{Copies(forecast)}: {Left(forecast) ?? "unknown time left"}",
        JobPhase.PreCopy => $"{Rates(forecast)}{Throttle(forecast)}: {Outlook(forecast)}{Cost(forecast)}",
        JobPhase.PostCopy => $"the server runs at the destination{Copies(forecast)}: {Left(forecast) ?? "unknown time left"}",
        JobPhase.PostCopyBroken => "post-copy has lost its connection",
        JobPhase.Aborting => "is being aborted",
        _ => "everything has been copied",
    };

    private static string Rates(Forecast forecast) => (forecast.DirtyBytesPerSecond, forecast.BytesPerSecond) switch
    {
        ({ } dirty, { } speed) => $"dirties {Amount.Rate(dirty)}, copies {Amount.Rate(speed)}",
        (null, { } speed) => $"copies {Amount.Rate(speed)}, not known yet how much it dirties",
        ({ } dirty, _) => $"dirties {Amount.Rate(dirty)}, not known how fast it is copied",
        _ => "not known how fast it is copied",
    };

    private static string Throttle(Forecast forecast) =>
        forecast.ThrottlePercent is > 0 and var percent ? $", slowed down by {percent} %" : "";

    private static string Outlook(Forecast forecast) => forecast.Verdict switch
    {
        Verdict.Stalled => "will not end by itself",
        _ when Left(forecast) is { } left => left,
        Verdict.Converging => "has come nearer to the end, but does not now",
        _ => "cannot be told yet whether it will end",
    };

    private static string Cost(Forecast forecast) => (forecast.Verdict, forecast.Means, forecast.PauseNow) switch
    {
        (not Verdict.Stalled, _, _) => "",
        (_, [ForceCompleteMeans.PostCopy, ForceCompleteMeans.Pause], { } pause) =>
            $"; forcing now switches to post-copy at once, or else pauses the server for at least {Amount.Time(pause)}",
        (_, [ForceCompleteMeans.PostCopy, ..], _) => "; forcing now switches to post-copy at once",
        (_, [ForceCompleteMeans.Pause, ..], { } pause) => $"; forcing now pauses the server for at least {Amount.Time(pause)}",
        _ => "",
    };

    private static string? Left(Forecast forecast) => forecast switch
    {
        { TimeLeft: { } left, TimeLeftKind: TimeLeftKind.AtLeast } => $"at least {Amount.Time(left)} left",
        { TimeLeft.TotalSeconds: < 1 } => "less than 1 s left",
        { TimeLeft: { } left } => $"about {Amount.Time(left)} left",
        _ => null,
    };

    private static string Copies(Forecast forecast) => forecast.BytesPerSecond is { } speed ? $", copies {Amount.Rate(speed)}" : "";

    private static string Speed(Forecast forecast) => forecast.BytesPerSecond is { } speed ? $" at {Amount.Rate(speed)}" : "";
}
