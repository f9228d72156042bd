namespace Migrations.Api.Watch;

/// <summary>Where what is followed is shown.</summary>
internal interface IWatchView : IDisposable
{
    /// <summary>Each news, in their order.</summary>
    void Tell(Watched before, WatchNews news);

    /// <summary>After some news, and at most a few times a second.</summary>
    void Redraw(Watched watched);
}

/// <summary>For files and other programs.</summary>
internal sealed class WatchLinesView(TextWriter output) : IWatchView
{
    public void Tell(Watched before, WatchNews news)
    {
        foreach (var line in WatchLines.Of(before, news))
            output.WriteLine(line);
        output.Flush();
    }

    public void Redraw(Watched watched)
    {
    }

    public void Dispose()
    {
    }
}

/// <summary>For a terminal: draws on its other screen, and leaves the last picture on its own one.</summary>
internal sealed class WatchScreenView : IWatchView
{
    // The other screen, no cursor, and lines that are cut at the edge; then all of it back.
    private const string Enter = "\e[?1049h\e[?25l\e[?7l";
    private const string Leave = "\e[?7h\e[?25h\e[?1049l";

    private readonly TextWriter _output;
    private readonly Func<(int Width, int Height)> _size;
    private readonly bool _hasColours;
    private readonly bool _isOne;
    private Watched _shown = Watched.Nothing;

    /// <param name="size">The size of the terminal now, in columns and lines.</param>
    public WatchScreenView(TextWriter output, Func<(int Width, int Height)> size, bool hasColours, bool isOne)
    {
        (_output, _size, _hasColours, _isOne) = (output, size, hasColours, isOne);
        Write(Enter);
        Redraw(_shown);
    }

    public void Tell(Watched before, WatchNews news)
    {
    }

    public void Redraw(Watched watched)
    {
        _shown = watched;
        Write($"\e[H{string.Join("\r\n", Lines().Select(line => $"{line}\e[K"))}\e[J");
    }

    public void Dispose() => Write($"{Leave}{string.Join("\n", Lines())}\n");

    private IReadOnlyList<string> Lines()
    {
        var (width, height) = _size();
        return new WatchFrame(width, height, _hasColours).Lines(_shown, _isOne);
    }

    private void Write(string text)
    {
        _output.Write(text);
        _output.Flush();
    }
}
