using ActivationLab.Experiments;
using ActivationLab.Experiments.Configuration.Reading;
using ActivationLab.Experiments.Runs;
using ActivationLab.Reports.Reading;

namespace ActivationLab.Reports.Claims;

/// <summary>One figure of a trial: a column of <c>results.csv</c>, or one that is made from the files of its run folder.</summary>
/// <param name="Name">In snake_case.</param>
/// <param name="Text">In words.</param>
/// <param name="HigherIsBetter">Whether more is better.</param>
/// <param name="IsShare">Whether it is a share from 0 to 1.</param>
/// <param name="Of">The figure of a trial that has completed; null where it has none.</param>
public sealed record TrialMeasure(string Name, string Text, bool HigherIsBetter, bool IsShare, Func<StudyTrial, double?> Of)
{
    private static readonly TrialMeasure[] FromRunFolders =
    [
        new("slope_mean", "learned slope (mean over units and layers)", true, false, trial => Layers(trial) is { } layers ? Last(layers).Average(layer => layer.SlopeMean) : null),
        new("dead_ratio_at_birth", "dead ratio before training", false, true, trial => Layers(trial) is { } layers ? DeadRatio(First(layers)) : null),
        new("recovered_ratio", "share of the units dead before training that came back, net of those that died", true, true, Recovered),
    ];

    /// <summary>Finds a figure by its name.</summary>
    /// <exception cref="UserException">There is none of this name (exit code 2).</exception>
    public static TrialMeasure Find(string name)
    {
        if (FromRunFolders.FirstOrDefault(measure => measure.Name == name) is { } own)
            return own;
        if (Metrics.All.FirstOrDefault(metric => metric.Name == name) is { } metric)
            return new TrialMeasure(metric.Name, metric.Text, metric.HigherIsBetter, metric.IsShare, trial => metric.Of(trial.Row));
        var names = FromRunFolders.Select(measure => measure.Name).Concat(Metrics.All.Select(each => each.Name));
        throw new UserException($"metric {name}: there is none{Spelling.DidYouMean(name, names)}", 2);
    }

    private static double? Recovered(StudyTrial trial) => Layers(trial) is { } layers && Dead(First(layers)) is var before and > 0
        ? (double)(before - Dead(Last(layers))) / before
        : null;

    private static double DeadRatio(IReadOnlyList<LayerRow> layers) => (double)Dead(layers) / layers.Sum(layer => layer.Units);

    private static long Dead(IEnumerable<LayerRow> layers) => layers.Sum(layer => layer.Dead);

    private static IReadOnlyList<LayerRow>? Layers(StudyTrial trial) => TrialHistory.Read(trial) is { Layers: { Count: > 0 } layers } ? layers : null;

    private static IReadOnlyList<LayerRow> First(IReadOnlyList<LayerRow> layers) => At(layers, layers.Min(layer => layer.Epoch));

    private static IReadOnlyList<LayerRow> Last(IReadOnlyList<LayerRow> layers) => At(layers, layers.Max(layer => layer.Epoch));

    private static IReadOnlyList<LayerRow> At(IReadOnlyList<LayerRow> layers, int epoch) => [.. layers.Where(layer => layer.Epoch == epoch)];
}
