using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Reading;
using ActivationLab.Reports.Statistics;

namespace ActivationLab.Reports.Charts;

/// <summary>Measures over the epochs of a group's cells: the mean with its interval, and thin lines of single seeds.</summary>
internal sealed class EpochLines
{
    // So that a page of ten cells with thirty seeds stays small: a row is about 80 bytes.
    private const int MostSeedRows = 2000;

    // More thin lines than this are a fog that hides the means.
    private const int MostThinLines = 80;

    private const int MostEpochs = 60;

    private readonly List<LineRow> _rows = [];

    /// <summary>Reads the lines of completed trials.</summary>
    public EpochLines(ComparedGroup group, StudyHistories histories, IReadOnlyList<EpochMeasure> measures)
    {
        var trials = group.Cells.SelectMany(cell => cell.Cell.Completed.Select(trial => (cell.Label, trial.Seed, History: histories[trial])))
            .Where(trial => trial.History is not null)
            .ToList();
        var values = measures.SelectMany(measure => trials.SelectMany(trial => measure.Of(trial.History!)
            .Where(point => Metrics.IsFigure(point.Value))
            .Select(point => (trial.Label, trial.Seed, measure.Part, point.Epoch, point.Value)))).ToList();
        var epochs = values.Select(value => value.Epoch).Distinct().Order().ToList();
        var every = (epochs.Count + MostEpochs - 1) / MostEpochs;
        var kept = epochs.Where((epoch, i) => i % every == 0 || i == epochs.Count - 1).ToHashSet();
        values = [.. values.Where(value => kept.Contains(value.Epoch))];

        Trials = [.. trials.GroupBy(trial => trial.Label).Select(cell => cell.Count())];
        var lines = Math.Max(1, Trials.Count * measures.Count);
        SeedsShown = Math.Min(Trials.DefaultIfEmpty(0).Max(), Math.Min(MostThinLines / lines, MostSeedRows / (lines * Math.Max(1, kept.Count))));
        foreach (var cell in values.GroupBy(value => value.Label))
        {
            var seeds = cell.Select(value => value.Seed).Distinct().Take(SeedsShown).ToHashSet();
            _rows.AddRange(cell.Where(value => seeds.Contains(value.Seed))
                .Select(value => new LineRow("seed", value.Label, value.Part, value.Epoch, value.Seed, value.Value, null, null)));
            _rows.AddRange(cell.GroupBy(value => (value.Part, value.Epoch)).Select(at =>
            {
                var summary = SampleStatistics.Summarise([.. at.Select(value => value.Value)]);
                return new LineRow(
                    "mean", cell.Key, at.Key.Part, at.Key.Epoch, null, summary.Mean, summary.MeanInterval?.Low, summary.MeanInterval?.High);
            }));
        }
    }

    /// <summary>All that is drawn.</summary>
    public IReadOnlyList<LineRow> Rows => _rows;

    /// <summary>How many trials each cell's mean is of.</summary>
    public IReadOnlyList<int> Trials { get; }

    /// <summary>How many seeds of each cell have a thin line.</summary>
    public int SeedsShown { get; }

    /// <summary>All numbers that must be on the axis.</summary>
    public IEnumerable<double> Values => ValueAxis.Reach(
        _rows.Select(row => row.Value), _rows.SelectMany(row => row.Low is { } low ? [low, row.High!.Value] : Array.Empty<double>()));

    /// <summary>What the marks are, and how many seeds they stand for.</summary>
    public string Caption
    {
        get
        {
            var thin = SeedsShown switch
            {
                0 => "",
                _ when SeedsShown < Trials.Max() => $"Thin lines are single seeds, the first {SeedsShown} of each variant; ",
                _ => "A thin line is a seed; ",
            };
            return CellRows.Sentence($"{thin}a thick line is the mean of completed trials, its band the 95 % confidence interval of the mean (Student's t); "
                + $"{CellRows.N(Trials)} seeds.");
        }
    }

    /// <summary>The means at the last epoch, in words.</summary>
    public string AtTheEnd(Func<double, string> text)
    {
        var means = _rows.Where(row => row.Mark == "mean").ToList();
        var last = means.Max(row => row.X);
        return $"after epoch {last}: " + Figures.List(means.Where(row => row.X == last).GroupBy(row => row.Series)
            .Select(cell => $"{cell.Key} " + string.Join(", ", cell.Select(row => text(row.Value) + (row.Part is null ? "" : $" ({row.Part})"))))) + ".";
    }
}
