using ActivationLab.Experiments;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps;
using Spectre.Console;

namespace ActivationLab.Cli.Views;

/// <summary>The end of a sweep: a row a cell, and a line for each trial that did not complete.</summary>
internal static class SweepSummary
{
    private const int MostFailures = 20;

    /// <summary>Writes the table and how the sweep ended to standard error.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="sweep">What was to be done.</param>
    /// <param name="result">What was done.</param>
    /// <param name="labels">The names of the cells.</param>
    /// <param name="seconds">How long it took.</param>
    public static void Write(Terminal terminal, Sweep sweep, SweepResult result, SweepLabels labels, double seconds)
    {
        if (result.Rows.Count > 0)
        {
            terminal.Say("");
            terminal.Say(SpectreConsole.Render(terminal, Cells(terminal, sweep, result, labels)));
            terminal.Say("");
        }
        foreach (var caveat in result.Rows.Select(row => TrialLines.Caveat(row.DataVariant)).OfType<string>().Distinct())
            terminal.Say(caveat);
        terminal.Say(Ending(sweep, result, seconds));
    }

    /// <summary>Complains of every trial that failed or diverged, with its message: a line for those of a cell with the same. Of very many, of the first ones.</summary>
    public static void Complain(Terminal terminal, SweepResult result, SweepLabels labels)
    {
        var failures = result.Rows.Where(row => row.Status is RunStatus.Failed or RunStatus.Diverged)
            .GroupBy(row => (row.Cell, row.Status, row.Message)).ToArray();
        foreach (var alike in failures.Take(MostFailures))
            terminal.Complain($"{Word(alike.Key.Status)}: {labels.InWords(alike.Key.Cell, [.. alike.Select(row => row.Seed)])}: {alike.Key.Message}");
        var rest = failures.Skip(MostFailures).Sum(alike => alike.Count());
        if (rest > 0)
            terminal.Complain($"{Figures.Count(rest)} more did not complete; see {Path.Combine(result.Folder, "results.csv")}");
    }

    private static Table Cells(Terminal terminal, Sweep sweep, SweepResult result, SweepLabels labels)
    {
        var rows = result.Rows.ToLookup(row => row.Cell);
        var hasFailures = result.Rows.Any(row => row.Status is RunStatus.Failed or RunStatus.Diverged);
        string[] headings = ["n", "test accuracy", "± sd", "dead", .. hasFailures ? ["failed", "diverged"] : Array.Empty<string>()];
        var cells = sweep.Cells.Select(cell => (Cell: cell, Summary: rows[cell.Name].ToArray() is { Length: > 0 } trials ? SummaryRow.Of(trials) : null))
            .Select(cell => (cell.Cell, cell.Summary, Figures: FiguresOf(cell.Summary, hasFailures))).ToArray();
        // What the columns of figures leave of the screen is the label's.
        var room = terminal.Width - headings.Index().Sum(column => 2 + Math.Max(column.Item.Length, cells.Max(cell => cell.Figures[column.Index].Length)));

        var table = SpectreConsole.NewTable([labels.HeadingLine(room), .. headings]);
        var alarm = terminal.HasColors ? new Style(Color.Red) : Style.Plain;
        foreach (var (cell, summary, figures) in cells)
        {
            var style = summary is { Failed: > 0 } or { Diverged: > 0 } ? alarm : Style.Plain;
            table.AddRow(figures.Prepend(labels.Line(cell, room)).Select(text => new Text(text, style)));
        }
        return table;
    }

    private static string[] FiguresOf(SummaryRow? cell, bool withFailures) =>
    [
        Figures.Count(cell?.Completed ?? 0),
        Figures.Percent(cell?.TestAccuracyMean),
        Figures.Percent(cell?.TestAccuracyStd),
        Figures.Percent(cell?.DeadRatioMean, 1),
        .. withFailures ? [Figures.Count(cell?.Failed ?? 0), Figures.Count(cell?.Diverged ?? 0)] : Array.Empty<string>(),
    ];

    private static string Ending(Sweep sweep, SweepResult result, double seconds)
    {
        var total = sweep.Cells.Count * sweep.Seeds.Count;
        var ended = result.Rows.Count(row => row.Status != RunStatus.Interrupted);
        var states = result.Rows.Where(row => row.Status != RunStatus.Interrupted).GroupBy(row => row.Status).OrderBy(group => group.Key)
            .Select(group => $"{Figures.Count(group.Count())} {Word(group.Key)}");
        var counts = ended > 0 ? $": {string.Join(", ", states)}" : "";
        var time = Figures.Duration(seconds);
        if (ended == total)
            return $"{Amount.Of(total, "trial")}{counts}; {time}";
        var how = result.Interrupted ? "interrupted" : "ended";
        return $"{how} after {Figures.Count(ended)} of {Amount.Of(total, "trial")}, in {time}{counts}; the same command goes on from there";
    }

    private static string Word(RunStatus status) => status.ToString().ToLowerInvariant();
}
