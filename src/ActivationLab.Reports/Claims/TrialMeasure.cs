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
        new("slope_mean", "learned slope (mean over units and layers)", true, false, trial => LastLayers(trial)?.Average(layer => layer.SlopeMean)),
        new("dead_ratio_at_birth", "dead ratio before training", false, true, trial => FirstLayers(trial) is { } layers ? (double)Dead(layers) / layers.Sum(layer => layer.Units) : null),
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

    private static double? Recovered(StudyTrial trial) =>
        FirstLayers(trial) is { } first && LastLayers(trial) is { } last && Dead(first) is var before and > 0
            ? (double)(before - Dead(last)) / before
            : null;

    private static long Dead(IEnumerable<LayerRow> layers) => layers.Sum(layer => layer.Dead);

    private static IReadOnlyList<LayerRow>? FirstLayers(StudyTrial trial) => LayersAt(trial, layers => layers.Min(layer => layer.Epoch));

    private static IReadOnlyList<LayerRow>? LastLayers(StudyTrial trial) => LayersAt(trial, layers => layers.Max(layer => layer.Epoch));

    private static IReadOnlyList<LayerRow>? LayersAt(StudyTrial trial, Func<IReadOnlyList<LayerRow>, int> epoch)
    {
        if (TrialHistory.Read(trial) is not { Layers: { Count: > 0 } layers })
            return null;
        var wanted = epoch(layers);
        return [.. layers.Where(layer => layer.Epoch == wanted)];
    }
}
