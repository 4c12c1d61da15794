using ActivationLab.Experiments;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ActivationLab.Cli.Views;

/// <summary>Draws how a sweep stands: cells with a mark a seed, then workers and the whole as bars; never more than fits on the screen.</summary>
internal sealed class SweepBoard(Terminal terminal, SweepLabels labels)
{
    private const int MostMarks = 20;
    private const int LowestTable = 8;
    private const int NarrowestBar = 16;
    private const int NarrowestLabel = 8;
    private const int FigureWidth = 8;
    private const string Accuracy = "val accuracy";
    private const string Dead = "dead";
    private const string Seeds = "seeds";
    private const string Gap = "  ";

    private readonly Bars _bars = new(terminal);
    private readonly Dictionary<TrialPhase, (char Mark, Style Style)> _marks = new()
    {
        [TrialPhase.Completed] = (terminal.HasUnicode ? '●' : '#', In(terminal, Color.Green)),
        [TrialPhase.Running] = (terminal.HasUnicode ? '◐' : '>', In(terminal, Color.Yellow)),
        [TrialPhase.Waiting] = (terminal.HasUnicode ? '·' : '.', In(terminal, Color.Grey)),
        [TrialPhase.Failed] = (terminal.HasUnicode ? '×' : 'x', In(terminal, Color.Red)),
        [TrialPhase.Diverged] = (terminal.HasUnicode ? '∞' : '!', In(terminal, Color.Red)),
    };

    /// <summary>What the marks mean, in a line.</summary>
    public string Legend => $"a mark a seed: {string.Join(", ", _marks.Select(mark => $"{mark.Value.Mark} {mark.Key.ToString().ToLowerInvariant()}"))}";

    /// <summary>Draws it.</summary>
    /// <param name="tally">How the sweep stands.</param>
    /// <param name="elapsed">Seconds since it began.</param>
    public IRenderable Draw(SweepTally tally, double elapsed)
    {
        if (terminal.Height < LowestTable)
            return _bars.Stack(Whole(tally, elapsed));
        var room = terminal.Height - 4; // without the headings, the bar of the whole, and an empty line before each
        var bars = Workers(tally, room / 3);
        return new Rows([Line(" "), .. Cells(tally, room - bars.Length), Line(" "), _bars.Stack([.. bars, Whole(tally, elapsed)])]);
    }

    private static Style In(Terminal terminal, Color color) => terminal.HasColors ? new Style(color) : Style.Plain;

    private IEnumerable<IRenderable> Cells(SweepTally tally, int room)
    {
        var shown = Busiest(tally.Cells, room);
        var seeds = Math.Max(shown.Max(cell => Plain(cell).Length), Seeds.Length);
        var figures = Accuracy.Length + Gap.Length + FigureWidth;
        var label = Math.Max(terminal.Width - 1 - seeds - figures - 2 * Gap.Length, NarrowestLabel);

        yield return Line($"{labels.HeadingLine(label)}{Gap}{Seeds.PadRight(seeds)}{Gap}{Accuracy}{Gap}{Dead,FigureWidth}");
        foreach (var cell in shown)
        {
            var line = new Paragraph(labels.Line(cell.Cell, label) + Gap);
            foreach (var (text, style) in Marks(cell))
                line.Append(text, style);
            var summary = cell.Summary;
            line.Append(new string(' ', seeds - Plain(cell).Length) + Gap);
            line.Append($"{Figures.Percent(summary?.ValAccuracyMean),12}{Gap}{Figures.Percent(summary?.DeadRatioMean, 1),FigureWidth}");
            yield return line.Overflow(Overflow.Ellipsis);
        }
        if (shown.Count < tally.Cells.Count)
            yield return Line($"{Amount.Of(tally.Cells.Count - shown.Count, "more cell")}");
    }

    // All if there is room; else those that are worked on, then those with something to see, each in the order of the sweep.
    private static List<CellTally> Busiest(IReadOnlyList<CellTally> cells, int room) => cells.Count <= room
        ? [.. cells]
        : [.. cells.Index()
            .OrderByDescending(cell => cell.Item.Count(TrialPhase.Running))
            .ThenByDescending(cell => cell.Item.Count(TrialPhase.Failed) + cell.Item.Count(TrialPhase.Diverged))
            .ThenByDescending(cell => cell.Item.Count(TrialPhase.Completed))
            .Take(Math.Max(room - 1, 1)).OrderBy(cell => cell.Index).Select(cell => cell.Item)];

    private string Plain(CellTally cell) => string.Concat(Marks(cell).Select(part => part.Text));

    private IEnumerable<(string Text, Style Style)> Marks(CellTally cell)
    {
        if (cell.Trials.Count <= MostMarks)
            return cell.Trials.Select(trial => (_marks[trial.Phase].Mark.ToString(), _marks[trial.Phase].Style));
        return _marks.Where(mark => cell.Count(mark.Key) > 0).SelectMany((mark, index) => new[]
        {
            (index > 0 ? " " : "", Style.Plain),
            ($"{mark.Value.Mark}{Figures.Count(cell.Count(mark.Key))}", mark.Value.Style),
        });
    }

    private Bar[] Workers(SweepTally tally, int room)
    {
        var workers = tally.Workers.ToArray();
        var shown = workers.Take(workers.Length <= room ? room : Math.Max(room - 1, 0)).ToArray();
        Bar[] bars = [.. shown.Select(worker => Worker(tally, worker.Key, [.. worker]))];
        return shown.Length == workers.Length ? bars : [.. bars, Others(tally, workers[shown.Length..])];
    }

    private Bar Worker(SweepTally tally, int worker, TrialTally[] trials)
    {
        var done = trials.Average(trial => trial.Done);
        var first = labels.InWords(trials[0].Trial);
        var what = trials[0].Members > 1 ? $"stack of {trials[0].Members}: {first} …" : first;
        return Clipped(tally, new Bar($"worker {worker}", Figures.Percent(done, 0), "", done, what));
    }

    private Bar Others(SweepTally tally, IEnumerable<IGrouping<int, TrialTally>> workers)
    {
        var others = workers.ToArray();
        var done = others.SelectMany(worker => worker).Average(trial => trial.Done);
        return Clipped(tally, new Bar($"{others.Length} more", Figures.Percent(done, 0), "", done, ""));
    }

    private Bar Whole(SweepTally tally, double elapsed) =>
        Clipped(tally, new Bar("trials", tally.Ended, tally.Total, tally.Share, SweepLines.Now(tally, elapsed)));

    // A note that leaves a bar no room would not be shown at all.
    private Bar Clipped(SweepTally tally, Bar bar)
    {
        var name = $"worker {tally.Workers.Select(worker => worker.Key).DefaultIfEmpty(0).Max()}".Length;
        var count = Math.Max($"{Figures.Count(tally.Total)}/{Figures.Count(tally.Total)}".Length, Figures.Percent(1, 0).Length);
        return bar with { Note = SweepLabels.Clip(bar.Note, terminal.Width - name - count - 3 * Gap.Length - 1 - NarrowestBar) };
    }

    private static Paragraph Line(string text) => new Paragraph(text).Overflow(Overflow.Ellipsis);
}
