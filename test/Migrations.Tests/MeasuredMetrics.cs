using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace Migrations.Tests;

/// <summary>What the instruments of this service measure while it lives, as <c>LABEL=VALUE LABEL=VALUE NUMBER</c>.</summary>
internal sealed class MeasuredMetrics : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Name, string Text)> _measured = [];

    public MeasuredMetrics()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Metrics.Name)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, labels, _) => Note(instrument, value, labels));
        _listener.SetMeasurementEventCallback<long>((instrument, value, labels, _) => Note(instrument, value, labels));
        _listener.SetMeasurementEventCallback<int>((instrument, value, labels, _) => Note(instrument, value, labels));
        _listener.Start();
    }

    /// <summary>Everything that an instrument has measured, after asking those that are asked.</summary>
    public IReadOnlyList<string> Of(string instrument)
    {
        if (!_measured.Any(measured => measured.Name == instrument))
            _listener.RecordObservableInstruments();
        return [.. _measured.Where(measured => measured.Name == instrument).Select(measured => measured.Text)];
    }

    public void Dispose() => _listener.Dispose();

    private void Note(Instrument instrument, IFormattable value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var words = new List<string>();
        foreach (var label in labels)
            words.Add($"{label.Key}={label.Value}");
        _measured.Enqueue((instrument.Name, $"{string.Join(' ', words)} {value.ToString(null, CultureInfo.InvariantCulture)}"));
    }
}
