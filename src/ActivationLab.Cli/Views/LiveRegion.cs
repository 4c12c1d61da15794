using Spectre.Console.Rendering;

namespace ActivationLab.Cli.Views;

/// <summary>
/// The last lines of the screen, drawn anew again and again, while what is said scrolls by above them. Spectre draws; the moves are made
/// here, as its own live display leaves the ends of longer lines behind whatever is written above it.
/// </summary>
internal sealed class LiveRegion
{
    private const string HideCursor = "\e[?25l";
    private const string ShowCursor = "\e[?25h";
    private const string EraseBelow = "\e[J";

    private readonly Lock _gate = new();
    private readonly Terminal _terminal;
    private readonly Func<IRenderable> _draw;
    private int _height;

    private LiveRegion(Terminal terminal, Func<IRenderable> draw) => (_terminal, _draw) = (terminal, draw);

    /// <summary>Shows what <paramref name="draw"/> draws for as long as <paramref name="work"/> runs, then clears it away.</summary>
    public static T Show<T>(Terminal terminal, Func<IRenderable> draw, Func<LiveRegion, T> work)
    {
        var region = new LiveRegion(terminal, draw);
        try
        {
            terminal.Error.Write(HideCursor);
            region.Refresh();
            using (terminal.SayThrough(region.Say))
                return work(region);
        }
        finally
        {
            region.Write("", withRegion: false);
            terminal.Error.Write(ShowCursor);
        }
    }

    /// <summary>Draws anew.</summary>
    public void Refresh() => Write("", withRegion: true);

    private void Say(string line) => Write(line + "\n", withRegion: true);

    // One write a frame, so that a half-drawn one is never seen; one lock, as a signal says its line on a thread of its own.
    private void Write(string above, bool withRegion)
    {
        lock (_gate)
        {
            var region = withRegion ? SpectreConsole.Render(_terminal, _draw()) : "";
            var up = _height > 1 ? $"\e[{_height - 1}A" : "";
            _terminal.Error.Write($"\r{up}{EraseBelow}{above}{region}");
            _terminal.Error.Flush();
            _height = withRegion ? 1 + region.Count(letter => letter == '\n') : 0;
        }
    }
}
