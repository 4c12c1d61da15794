using ActivationLab.Experiments;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Reading;
using ActivationLab.Reports.Tables;

namespace ActivationLab.Reports.Page.Report;

/// <summary>Trials without figures, and why: a row for those of a cell that ended in the same way.</summary>
internal static class FailuresSection
{
    public static PageSection Of(ReportContent content)
    {
        var rows = content.Comparison.Groups.SelectMany(group => group.Cells.SelectMany(cell => Rows(group, cell))).ToList();
        var lost = content.Comparison.Cells.Sum(cell => cell.Cell.Trials.Count(trial => !trial.IsCompleted) + cell.Cell.Missing.Count);
        var completed = content.Comparison.Study.Trials.Count(trial => trial.IsCompleted);
        if (rows.Count == 0)
            return new PageSection("failures", "Failures", Markup.Of($"<p>None: {(completed == 1 ? "the one trial" : $"all {completed} trials")} completed.</p>"));
        var table = new ReportTable(
            "failures",
            "Trials without figures",
            $"{Amount.Of(lost, "trial")} of {completed + lost} without figures.",
            [
                new("cell", "cell", "the configuration", IsNumber: false), new("n", "trials", "how many"),
                new("status", "status", "how they ended", IsNumber: false), new("seeds", "seeds", "their seeds", IsNumber: false),
                new("epoch", "last epoch", "the last whole epoch", IsNumber: false), new("message", "message", "why", IsNumber: false),
            ],
            rows);
        return new PageSection("failures", "Failures", TableMarkup.Of(table, "failures"));
    }

    private static IEnumerable<ReportRow> Rows(ComparedGroup group, ComparedCell cell)
    {
        var name = group.Context.Length > 0 ? $"{cell.Label}, {group.Context}" : cell.Label;
        var ended = cell.Cell.Trials.Where(trial => !trial.IsCompleted).GroupBy(trial => trial.Row.Status).OrderBy(status => status.Key).Select(status => Row(
            name, SnakeCase.Of(status.Key), status.Select(trial => trial.Seed), EpochRange(status),
            string.Join("; ", status.Select(trial => trial.Row.Message).Where(message => message.Length > 0).Distinct())));
        return cell.Cell.Missing.Count == 0 ? ended : ended.Append(Row(name, "missing", cell.Cell.Missing, "", "planned by the sweep; there is no result"));
    }

    private static string EpochRange(IEnumerable<StudyTrial> trials)
    {
        var epochs = trials.Select(trial => trial.Row.LastEpoch).ToList();
        return epochs.Min() == epochs.Max() ? CellColumns.Count(epochs[0]) : $"{CellColumns.Count(epochs.Min())}–{CellColumns.Count(epochs.Max())}";
    }

    private static ReportRow Row(string name, string status, IEnumerable<long> seeds, string epoch, string message) =>
        new(0, false, [name, CellColumns.Count(seeds.Count()), status, SeedRanges.Of(seeds), epoch, message]);
}
