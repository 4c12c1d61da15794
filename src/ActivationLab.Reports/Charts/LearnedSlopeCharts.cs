using ActivationLab.Experiments.Runs;
using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Reading;

namespace ActivationLab.Reports.Charts;

/// <summary>Slopes that were learned, a line a layer over epochs; a chart a variant, all on one axis.</summary>
public static class LearnedSlopeCharts
{
    private const int MostLayers = 14;

    private const int MostEpochs = 60;

    /// <summary>The charts; none where no slope changed in training.</summary>
    public static IReadOnlyList<Chart> Of(Comparison comparison, StudyHistories histories)
    {
        var learned = ShownGroups.Of(comparison)
            .SelectMany(group => group.Cells.Select(cell => (group, cell, rows: Rows(cell, histories))))
            .Where(found => found.rows.Count > 0 && found.rows.Select(row => row.Series).Distinct().Count() <= MostLayers)
            .ToList();
        if (learned.Count == 0)
            return [];
        var ends = learned.SelectMany(found => found.rows).SelectMany(row => new[] { row.Low!.Value, row.High!.Value });
        var axis = ValueAxis.Around("slope for negative inputs", ends, isShare: false, include: 0);
        return [.. learned.Select((found, i) => Draw(comparison, found.group, found.cell, found.rows, axis, i))];
    }

    private static Chart Draw(Comparison comparison, ComparedGroup group, ComparedCell cell, IReadOnlyList<LineRow> rows, ValueAxis axis, int place)
    {
        var name = CellRows.Name(comparison, group, cell);
        var last = rows.Max(row => row.X);
        var description = $"Learned slopes of {name}, mean over units and seeds: " + Figures.List(rows.GroupBy(row => row.Series).Select(layer =>
            $"{layer.Key} from {Figures.Number(layer.First().Value)} to {Figures.Number(layer.Last().Value)} after epoch {last} "
            + $"({Figures.Number(layer.Last().Low!.Value)} to {Figures.Number(layer.Last().High!.Value)})")) + ".";
        var lines = new BandLines("epoch", "epoch", [], SeriesScale.Of(rows.Select(row => row.Series)));
        return new Chart
        {
            Id = place == 0 ? "learned-slopes" : $"learned-slopes-{place + 1}",
            Title = $"Learned slopes of {name}",
            Caption = "A line is a layer, by the name of its activation's module: the mean slope over units and completed trials "
                + $"(n = {cell.Cell.Completed.Count()} seeds); its band goes from the smallest to the "
                + "largest slope of any unit in any trial. Epoch 0 is the network before training.",
            Description = description,
            Spec = lines.Spec(rows, axis, description),
            Data = lines.Data(rows),
        };
    }

    private static List<LineRow> Rows(ComparedCell cell, StudyHistories histories)
    {
        List<LayerRow> all = [.. cell.Cell.Completed.SelectMany(trial => histories[trial]?.Layers ?? [])
            .Where(row => row.SlopeMean is { } mean && Metrics.IsFigure(mean))];
        var epochs = all.Select(row => row.Epoch).Distinct().Order().ToList();
        var every = (epochs.Count + MostEpochs - 1) / MostEpochs;
        var kept = epochs.Where((epoch, i) => i % every == 0 || i == epochs.Count - 1).ToHashSet();
        return
        [
            .. from layer in all.GroupBy(row => (row.Layer, row.Module)).OrderBy(layer => layer.Key.Layer)
               where layer.Select(row => (row.SlopeMin, row.SlopeMean, row.SlopeMax)).Distinct().Count() > 1
               from epoch in layer.Where(row => kept.Contains(row.Epoch)).GroupBy(row => row.Epoch).OrderBy(epoch => epoch.Key)
               select new LineRow(
                   "mean", layer.Key.Module, null, epoch.Key, null, epoch.Average(row => row.SlopeMean!.Value),
                   epoch.Min(row => row.SlopeMin ?? row.SlopeMean), epoch.Max(row => row.SlopeMax ?? row.SlopeMean)),
        ];
    }
}
