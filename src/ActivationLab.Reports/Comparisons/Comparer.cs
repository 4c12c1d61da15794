using ActivationLab.Experiments;
using ActivationLab.Reports.Analysers;
using ActivationLab.Reports.Reading;
using ActivationLab.Reports.Statistics;

namespace ActivationLab.Reports.Comparisons;

/// <summary>Compares the cells of a study, each with a baseline, paired by seed.</summary>
public static class Comparer
{
    /// <summary>Compares.</summary>
    /// <param name="study">The finished trials.</param>
    /// <param name="options">What to compare; the usual where it says nothing.</param>
    /// <exception cref="UserException">There is no such figure, key or baseline (exit code 2); no completed trial has the figure (exit code 1).</exception>
    public static Comparison Compare(Study study, ComparisonOptions options)
    {
        var metric = Metrics.Find(options.Metric);
        if (study.Trials.Any(trial => trial.IsCompleted) && !study.Cells.Any(cell => FiguresOf(cell, metric).Any()))
            throw new UserException($"{study.Folder}: no trial has a figure for {metric.Name}; compare another metric");
        var cells = study.Cells.Select(cell => new CellTraits(cell)).ToList();
        var keys = ComparedKeys.Of(cells, options.By);
        var labels = new CellLabels(keys);
        var groups = keys.Groups(cells).Select(group => labels.Name([.. group])).ToList();
        var comparison = new Comparison
        {
            Study = study,
            Metric = metric,
            By = keys.By,
            Groups = Compare(groups, BaselineFinder.Of(groups, options.Baseline), labels, metric),
            Conclusions = [],
        };
        return comparison with { Conclusions = Analysis.Of(comparison) };
    }

    private static IReadOnlyList<ComparedGroup> Compare(
        IReadOnlyList<IReadOnlyList<Candidate>> groups, IReadOnlyList<Candidate?> baselines, CellLabels labels, Metric metric)
    {
        var rivals = new Dictionary<Candidate, Rivalry>();
        foreach (var (group, baseline) in groups.Zip(baselines))
        {
            foreach (var cell in group.Where(cell => baseline is not null && cell != baseline))
                rivals.Add(cell, new Rivalry(cell.Traits.Cell, baseline!.Traits.Cell, metric));
        }
        Rivalry.JudgeFamily([.. rivals.Values]);
        return [.. groups.Zip(baselines, (group, baseline) =>
        {
            var cells = group.Select(cell => Summarise(cell, metric, rivals.GetValueOrDefault(cell))).ToList();
            return new ComparedGroup(labels.ContextOf(group[0].Traits), cells.Find(cell => cell.Cell == baseline?.Traits.Cell), cells);
        })];
    }

    private static ComparedCell Summarise(Candidate candidate, Metric metric, Rivalry? rivalry)
    {
        var cell = candidate.Traits.Cell;
        var figures = FiguresOf(cell, metric).ToList();
        var ranked = (metric.HigherIsBetter ? figures.OrderByDescending(figure => figure.Value) : figures.OrderBy(figure => figure.Value)).ToList();
        return new ComparedCell
        {
            Cell = cell,
            Label = candidate.Label,
            Metric = Summarise(figures.Select(figure => figure.Value)),
            BestSeed = ranked.Count > 0 ? ranked[0].Seed : null,
            WorstSeed = ranked.Count > 0 ? ranked[^1].Seed : null,
            DeadRatio = Summarise(cell.Completed.Select(trial => trial.Row.DeadRatio).OfType<double>().Where(Metrics.IsFigure)),
            SecondsRatio = rivalry?.SecondsRatio,
            Difference = rivalry?.Difference,
        };
    }

    private static IEnumerable<(long Seed, double Value)> FiguresOf(StudyCell cell, Metric metric) =>
        from trial in cell.Completed
        let value = metric.Of(trial.Row)
        where value is not null
        select (trial.Seed, value.Value);

    private static SampleSummary? Summarise(IEnumerable<double> values) => values.ToList() is { Count: > 0 } some ? SampleStatistics.Summarise(some) : null;
}
