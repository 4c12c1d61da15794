using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Reading;

namespace ActivationLab.Reports.Charts;

/// <summary>Dead ratio, validation accuracy, losses, and units that died and came back, over epochs.</summary>
public static class EpochCharts
{
    // Losses that span more than this are read on a logarithmic axis.
    private const double MostForLinear = 50;

    private const int MostSeries = 12;

    /// <summary>The charts of each group that is shown; none where no run folder is there.</summary>
    public static IReadOnlyList<Chart> Of(Comparison comparison, StudyHistories histories) =>
    [
        .. Of(comparison, histories, "dead-ratio-by-epoch", "Dead ratio over epochs", [EpochMeasure.DeadRatio],
            values => ValueAxis.ShareFromZero("dead units / units", values), Figures.Share, " Epoch 0 is the network before training."),
        .. Of(comparison, histories, "accuracy-by-epoch", "Validation accuracy over epochs", [EpochMeasure.ValAccuracy],
            values => ValueAxis.Around("validation accuracy", values, isShare: true), Figures.Share, ""),
        .. Of(comparison, histories, "loss-by-epoch", "Loss over epochs", [EpochMeasure.ValLoss, EpochMeasure.TrainLoss],
            Loss, Figures.Number, " Training loss is the mean over an epoch's steps, while the weights change."),
        .. Of(comparison, histories, "turnover", "Units that died and came back, by epoch", [EpochMeasure.Died, EpochMeasure.Revived],
            values => ValueAxis.Around("units a network", values.Select(value => Math.Max(0, value)), isShare: false, include: 0), Figures.Number,
            " Counted since the measurement before.", needed: rows => rows.Any(row => row.Value > 0)),
    ];

    private static IEnumerable<Chart> Of(
        Comparison comparison, StudyHistories histories, string id, string title, IReadOnlyList<EpochMeasure> measures,
        Func<IEnumerable<double>, ValueAxis> axisOf, Func<double, string> text, string remark, Func<IEnumerable<LineRow>, bool>? needed = null)
    {
        var scale = SeriesScale.Of(comparison);
        foreach (var group in ShownGroups.Of(comparison))
        {
            var lines = new EpochLines(group, histories, measures);
            var drawn = lines.Rows.Select(row => row.Series).ToHashSet();
            if (drawn.Count is 0 or > MostSeries || lines.Rows.Select(row => row.X).Distinct().Count() < 2 || needed?.Invoke(lines.Rows) == false)
                continue;
            var axis = axisOf(lines.Values);
            var rows = axis.IsLog ? [.. lines.Rows.Select(row => row.Low <= 0 ? row with { Low = axis.Domain[0] } : row)] : lines.Rows;
            var description = $"{title}{ShownGroups.Title(comparison, group)}, mean {lines.AtTheEnd(text)}";
            var chart = new BandLines("epoch", "epoch", [.. measures.Select(measure => measure.Part).OfType<string>()], scale.Only(drawn));
            yield return new Chart
            {
                Id = id + ShownGroups.Id(comparison, group),
                Title = title + ShownGroups.Title(comparison, group),
                Caption = lines.Caption + remark + Undrawn(group, drawn) + ShownGroups.Remark(comparison),
                Description = description,
                Spec = chart.Spec(rows, axis, description),
                Data = chart.Data(rows),
            };
        }
    }

    private static string Undrawn(ComparedGroup group, HashSet<string> drawn)
    {
        List<string> others = [.. group.Cells.Select(cell => cell.Label).Where(label => !drawn.Contains(label))];
        return others.Count == 0 ? "" : $" Without a completed trial to draw: {Figures.List(others)}.";
    }

    private static ValueAxis Loss(IEnumerable<double> values)
    {
        double[] all = [.. values];
        double[] positive = [.. all.Where(value => value > 0)];
        return positive.Length > 0 && positive.Max() / positive.Min() > MostForLinear
            ? new ValueAxis("loss (cross-entropy, logarithmic)", [positive.Min(), positive.Max()], "~g") { IsLog = true }
            : ValueAxis.Around("loss (cross-entropy)", all, isShare: false);
    }
}
