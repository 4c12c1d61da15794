using ActivationLab.Experiments.Runs;
using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Reading;
using ActivationLab.Reports.Statistics;

namespace ActivationLab.Reports.Charts;

/// <summary>The variance of the pre-activations by depth, before training and after the last epoch: whether signals keep their size.</summary>
public static class VarianceByDepthCharts
{
    private const string Before = "before training";
    private const string After = "after training";
    private const int MostSeries = 12;

    /// <summary>A chart a group that is shown; none where networks have a single layer or no run folder is there.</summary>
    public static IReadOnlyList<Chart> Of(Comparison comparison, StudyHistories histories) =>
        [.. ShownGroups.Of(comparison).Select(group => Of(comparison, group, histories)).OfType<Chart>()];

    private static Chart? Of(Comparison comparison, ComparedGroup group, StudyHistories histories)
    {
        List<LineRow> rows = [.. group.Cells.SelectMany(cell => Rows(cell, histories))];
        var drawn = rows.Select(row => row.Series).ToHashSet();
        if (drawn.Count is 0 or > MostSeries || rows.Select(row => row.X).Distinct().Count() < 2)
            return null;
        var ends = ValueAxis.Reach(
            rows.Select(row => Math.Log(row.Value)),
            rows.SelectMany(row => row.Low is { } low ? [Math.Log(low), Math.Log(row.High!.Value)] : Array.Empty<double>())).ToList();
        var axis = new ValueAxis("variance (logarithmic)", [Math.Exp(ends.Min() - 0.1), Math.Exp(ends.Max() + 0.1)], "~g") { IsLog = true };
        var description = $"Variance of the pre-activations from the first to the last layer{ShownGroups.Title(comparison, group)}: "
            + Figures.List(rows.GroupBy(row => (row.Series, row.Part)).Select(line =>
                $"{line.Key.Series} {line.Key.Part} {Figures.Number(line.First().Value)} to {Figures.Number(line.Last().Value)}")) + ".";
        var trials = CellRows.N(group.Cells.Where(cell => drawn.Contains(cell.Label)).Select(cell => cell.Cell.Completed.Count()));
        var lines = new BandLines("layer", "layer, from the input on", [After, Before], SeriesScale.Of(comparison).Only(drawn));
        return new Chart
        {
            Id = "variance-by-depth" + ShownGroups.Id(comparison, group),
            Title = "Variance of pre-activations by depth" + ShownGroups.Title(comparison, group),
            Caption = "A line is the geometric mean over completed trials of the variance of a layer's pre-activations on the probe set, its band the "
                + $"95 % confidence interval (of logarithms, Student's t); {trials} seeds.{ShownGroups.Remark(comparison)}",
            Description = description,
            Spec = lines.Spec(rows, axis, description),
            Data = lines.Data(rows),
        };
    }

    private static IEnumerable<LineRow> Rows(ComparedCell cell, StudyHistories histories)
    {
        List<IReadOnlyList<LayerRow>> trials = [.. cell.Cell.Completed.Select(trial => histories[trial]?.Layers ?? []).Where(layers => layers.Count > 0)];
        return Part(Before, layers => layers.Where(row => row.Epoch == 0))
            .Concat(Part(After, layers => layers.Where(row => row.Epoch == layers[^1].Epoch && row.Epoch > 0)));

        // A layer of which no unit varies has no logarithm, and is left out.
        IEnumerable<LineRow> Part(string part, Func<IReadOnlyList<LayerRow>, IEnumerable<LayerRow>> of) => trials.SelectMany(of)
            .Where(row => row.ZStd > 0 && Metrics.IsFigure(row.ZStd * row.ZStd))
            .GroupBy(row => row.Layer).OrderBy(layer => layer.Key)
            .Select(layer => (layer.Key, Mean: GeometricMean.OfRatios([.. layer.Select(row => row.ZStd * row.ZStd)])))
            .Select(layer => new LineRow("mean", cell.Label, part, layer.Key, null, layer.Mean.Mean, layer.Mean.MeanInterval?.Low, layer.Mean.MeanInterval?.High));
    }
}
