using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Experiments.Birth;

/// <summary>Writes what a study found: <c>probe_layers.csv</c>, <c>probe.csv</c> and the resolved <c>config.yaml</c>.</summary>
internal static class BirthFiles
{
    public static void Write(string folder, Experiment experiment, BirthResult result)
    {
        FileProblem.CreateFolder(folder);
        AtomicFile.WriteAllText(Path.Combine(folder, RunFiles.Config), ExperimentYaml.Write(experiment));
        CsvTable.Write(Path.Combine(folder, "probe_layers.csv"), result.Layers.Select(Row));
        CsvTable.Write(Path.Combine(folder, "probe.csv"), [Row(experiment, result)]);
    }

    private static ProbeLayerRow Row(BirthLayer layer) => new()
    {
        Layer = layer.Layer,
        Module = layer.Module,
        Units = layer.Units,
        ZSecondMoment = layer.SecondMoment.Mean,
        ZSecondMomentSe = layer.SecondMoment.StandardError,
        ZVariance = layer.Variance.Mean,
        ZVarianceSe = layer.Variance.StandardError,
        Ratio = layer.Ratio.Mean,
        RatioSe = layer.Ratio.StandardError,
        RatioTheory = layer.RatioTheory,
        RatioDeviation = layer.RatioDeviation,
        DeadRatio = layer.DeadRatio?.Mean,
        DeadRatioSe = layer.DeadRatio?.StandardError,
        DeadRatioTheory = layer.DeadRatioTheory,
    };

    private static ProbeRow Row(Experiment experiment, BirthResult result) => new()
    {
        Experiment = experiment.Name,
        Cell = CellName.Of(experiment),
        Model = SettingsName.Of(experiment.Model),
        Activation = SettingsName.OfActivations(experiment.Model),
        Init = SettingsName.Of(experiment.Model.Init),
        Seed = experiment.Seed,
        HiddenLayers = experiment.Model.ActivationCount,
        Inits = result.BornDead.Total,
        Inputs = result.Inputs,
        InputCount = result.InputCount,
        Features = result.Features,
        BornDead = result.BornDead.Count,
        BornDeadShare = result.BornDead.Share,
        BornDeadSe = result.BornDead.StandardError,
        BornDeadLow = result.BornDead.Interval.Low,
        BornDeadHigh = result.BornDead.Interval.High,
        TheoryLower = result.BornDeadTheory?.Lower,
        TheoryUpper = result.BornDeadTheory?.Upper,
        TheoryIsExact = result.BornDeadTheory?.IsExact,
    };
}
