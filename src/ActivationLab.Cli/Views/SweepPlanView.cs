using ActivationLab.Experiments.Sweeps;

namespace ActivationLab.Cli.Views;

/// <summary>What a sweep would do: its cells, seeds and trials, for standard output.</summary>
internal static class SweepPlanView
{
    /// <summary>Writes the cells, each with its number of trials that have not ended.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="sweep">The sweep.</param>
    /// <param name="labels">The names of its cells.</param>
    /// <param name="pending">The trials that have not ended.</param>
    public static void WriteCells(TextWriter output, Sweep sweep, SweepLabels labels, IReadOnlyCollection<SweepTrial> pending)
    {
        var trials = sweep.Trials.ToArray();
        output.WriteLine($"{sweep.Name}: {SweepLines.Size(trials)} ({SweepLines.Seeds(sweep.Seeds)}){SweepLines.Before(trials.Length - pending.Count)}");
        output.WriteLine();
        var toRun = pending.ToLookup(trial => trial.Cell.Name);
        string[] names = labels.Headings is ["cell"] ? [] : ["cell"];
        string[][] rows =
        [
            [.. labels.Headings, .. names, "trials", "to run"],
            .. sweep.Cells.Select(cell => (string[])
            [
                .. labels.ColumnsOf(cell.Name), .. names.Select(_ => cell.Name), Figures.Count(sweep.Seeds.Count), Figures.Count(toRun[cell.Name].Count()),
            ]),
        ];
        TextTable.Write(output, rows, rows[0].Length - 2, numbers: 2);
        output.WriteLine();
    }

    /// <summary>Writes how the trials would be run here, and how long that would take.</summary>
    public static void WriteForecast(TextWriter output, SweepForecast forecast)
    {
        foreach (var line in SweepLines.Clauses(forecast.Reason))
            output.WriteLine(line);
        output.WriteLine(forecast.Seconds is { } seconds ? $"expected time: {Figures.Duration(seconds)} of training steps; measuring and testing come on top" : "expected time: unknown, as no step could be timed");
    }
}
