using Spectre.Console;
using Spectre.Console.Rendering;

namespace ActivationLab.Cli.Views;

/// <summary>A line with a bar: <c>epoch 2 ━━━━──── 344/860  4,512 images/s</c>.</summary>
/// <param name="Name">What moves.</param>
/// <param name="Done">How much of it is done.</param>
/// <param name="Total">How much there is; empty where <paramref name="Done"/> says it all.</param>
/// <param name="Share">How full the bar is, from 0 to 1.</param>
/// <param name="Note">What else is known.</param>
internal sealed record Bar(string Name, string Done, string Total, double Share, string Note)
{
    /// <summary>A bar of things that are counted.</summary>
    public Bar(string name, long done, long total, double share, string note)
        : this(name, Figures.Count(done), Figures.Count(total), share, note)
    {
    }
}

/// <summary>Draws bars below each other with their parts aligned; on a narrow screen the notes give way.</summary>
internal sealed class Bars(Terminal terminal)
{
    private const int Widest = 40;
    private const int Narrowest = 8;
    private const int Gap = 2;

    private readonly bool _unicode = terminal.HasUnicode;
    private readonly Style _full = terminal.HasColors ? new Style(Color.Green) : Style.Plain;
    private readonly Style _empty = terminal.HasColors ? new Style(Color.Grey) : Style.Plain;

    /// <summary>Something that has no bar.</summary>
    public static IRenderable Note(string text) => new Text(text);

    /// <summary>The bars, the first on top.</summary>
    public IRenderable Stack(params Bar[] bars)
    {
        var names = bars.Max(bar => bar.Name.Length);
        var counts = bars.ToDictionary(bar => bar, bar => bar.Total.Length > 0 ? $"{bar.Done}/{bar.Total}" : bar.Done);
        var widestCount = counts.Values.Max(count => count.Length);
        var room = terminal.Width - names - widestCount - 2 * Gap - 1;
        var notes = Gap + bars.Max(bar => bar.Note.Length);
        var hasNotes = room - notes >= Narrowest;
        var width = Math.Clamp(hasNotes ? room - notes : room, Narrowest, Widest);

        var lines = new Paragraph();
        foreach (var bar in bars)
        {
            var filled = (int)Math.Round(Math.Clamp(bar.Share, 0, 1) * width);
            if (bar != bars[0])
                lines.Append("\n");
            lines.Append(bar.Name.PadRight(names + Gap));
            lines.Append(new string(_unicode ? '━' : '#', filled), _full);
            lines.Append(new string(_unicode ? '─' : '-', width - filled), _empty);
            lines.Append($"  {counts[bar].PadLeft(widestCount)}  {(hasNotes ? bar.Note : "")}".TrimEnd());
        }
        return lines.Overflow(Overflow.Ellipsis);
    }
}
