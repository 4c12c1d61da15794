using ActivationLab.Experiments;
using ActivationLab.Experiments.Sweeps.Plan;

namespace ActivationLab.Cli.Views;

/// <summary>Where the trials of a sweep stand, for standard output: cells by conditions, then what runs, what failed and what is missing.</summary>
internal static class SweepStatusView
{
    private const int MostLines = 20;

    /// <summary>Writes it.</summary>
    public static void Write(TextWriter output, SweepStatus status)
    {
        var trials = status.HasPlan ? status.Planned : status.Unplanned;
        var labels = LabelsOf(trials);
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(status.Folder)));
        output.WriteLine($"{name}: {Amount.Of(trials.Count, "trial")}: {Counts(trials)}");
        if (status.Runner is { } runner)
            output.WriteLine($"{runner} is running the sweep");
        else if (!status.HasPlan)
            output.WriteLine("no sweep was started here: which trials are missing is not known");
        output.WriteLine();
        WriteCells(output, trials, labels);

        WriteLines(output, Of(trials, TrialCondition.Running, TrialCondition.Stopped).Select(trial => $"{Word(trial.Condition)}: {labels.InWords(trial.Cell, trial.Seed)}{Progress(trial)}"));
        WriteLines(output, Of(trials, TrialCondition.Failed, TrialCondition.Diverged)
            .GroupBy(trial => (trial.Condition, trial.Cell, trial.Row?.Message))
            .Select(alike => $"{Word(alike.Key.Condition)}: {labels.InWords(alike.Key.Cell, [.. alike.Select(trial => trial.Seed)])}: {alike.Key.Message}"));
        WriteLines(output, trials.GroupBy(trial => trial.Cell)
            .Select(cell => (Cell: cell.Key, Seeds: Of(cell, TrialCondition.Missing).Select(trial => trial.Seed).ToArray()))
            .Where(missing => missing.Seeds.Length > 0)
            .Select(missing => $"missing: {labels.InWords(missing.Cell, missing.Seeds)}"));
        if (status.HasPlan && status.Unplanned.Count > 0)
        {
            output.WriteLine();
            output.WriteLine($"{Amount.Of(status.Unplanned.Count, "more trial")} that the last sweep did not ask for: {Counts(status.Unplanned)}");
        }
    }

    private static void WriteCells(TextWriter output, IReadOnlyList<TrialState> trials, SweepLabels labels)
    {
        TrialCondition[] conditions = [.. trials.Select(trial => trial.Condition).Distinct().Order()];
        string[][] rows =
        [
            [.. labels.Headings, .. conditions.Select(Word)],
            .. trials.GroupBy(trial => trial.Cell).Select(cell => (string[])
                [.. labels.ColumnsOf(cell.Key), .. conditions.Select(condition => Figures.Count(cell.Count(trial => trial.Condition == condition)))]),
        ];
        TextTable.Write(output, rows, labels.Headings.Count, conditions.Length);
    }

    private static void WriteLines(TextWriter output, IEnumerable<string> lines)
    {
        var all = lines.ToArray();
        if (all.Length > 0)
            output.WriteLine();
        foreach (var line in all.Take(MostLines))
            output.WriteLine(line);
        if (all.Length > MostLines)
            output.WriteLine($"… and {Figures.Count(all.Length - MostLines)} more");
    }

    private static SweepLabels LabelsOf(IEnumerable<TrialState> trials) => new([.. trials.DistinctBy(trial => trial.Cell).Select(trial =>
    {
        var planned = new PlannedTrialRow { Cell = trial.Cell, Seed = trial.Seed, Variant = trial.Variant, Settings = trial.Settings };
        return new SweepLabel(planned.Cell, planned.Variant, planned.ReadValues());
    })]);

    private static string Counts(IEnumerable<TrialState> trials) => string.Join(", ", trials
        .GroupBy(trial => trial.Condition).OrderBy(group => group.Key).Select(group => $"{Figures.Count(group.Count())} {Word(group.Key)}"));

    private static string Progress(TrialState trial)
    {
        var epoch = trial.Epochs is { } epochs ? $", {trial.Epoch} of {Amount.Of(epochs, "epoch")}" : "";
        return trial.Holder is { } holder ? $"{epoch} ({holder})" : epoch;
    }

    private static IEnumerable<TrialState> Of(IEnumerable<TrialState> trials, params TrialCondition[] conditions) =>
        trials.Where(trial => conditions.Contains(trial.Condition)).OrderBy(trial => Array.IndexOf(conditions, trial.Condition));

    private static string Word(TrialCondition condition) => condition.ToString().ToLowerInvariant();
}
