using System.Globalization;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Runtime;
using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Settings;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Birth;

/// <summary>A configuration's networks at birth, from the inputs to the last file.</summary>
/// <param name="Folder">Where the files are.</param>
/// <param name="Result">What was found.</param>
public sealed record BirthStudy(string Folder, BirthResult Result)
{
    /// <summary>Makes the inputs, probes so many initialisations and writes the files. Files of the same study are replaced, by the same.</summary>
    /// <param name="experiment">The configuration: network, seed, device, data and probe set. It is not trained.</param>
    /// <param name="options">How and where.</param>
    /// <param name="progress">Hears how many initialisations are done.</param>
    /// <param name="cancellation">Stops the study; nothing is written.</param>
    /// <exception cref="UserException">The options do not fit each other, or device, data or folder are not as they must be.</exception>
    public static BirthStudy Run(
        Experiment experiment, BirthOptions options, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        Check(experiment, options);
        TorchRuntime.SetThreads(options.Threads);
        TorchRuntime.SetPrecision(TrainPrecision.Float32);
        using var inputs = Inputs(experiment, options, TorchRuntime.Device(experiment.Device));
        var classes = DatasetCatalog.Get(experiment.Data.Name).ClassNames.Count;
        var result = BirthProbe.Run(experiment.Model, classes, inputs, options.Inits, experiment.Seed, progress, cancellation);
        var folder = options.OutputFolder ?? DefaultFolder(experiment, options);
        BirthFiles.Write(folder, experiment, result);
        return new BirthStudy(folder, result);
    }

    private static void Check(Experiment experiment, BirthOptions options)
    {
        if (options.Inits < 1)
            throw new UserException($"--inits {options.Inits}: at least one initialisation is needed", 2);
        if (options.Features is not { } features)
            return;
        if (features < 1)
            throw new UserException($"--features {features}: an input has at least one", 2);
        if (options.Inputs == InputKind.Probe)
            throw new UserException("--features: the images of the probe set have as many as they have; add --inputs gaussian or --inputs one", 2);
        if (experiment.Model is not MlpSettings)
            throw new UserException($"--features: only an mlp takes other inputs than images, and model is {SettingsName.Of(experiment.Model)}", 2);
    }

    private static BirthInputs Inputs(Experiment experiment, BirthOptions options, Device device)
    {
        var info = DatasetCatalog.Get(experiment.Data.Name);
        if (options.Inputs == InputKind.Gaussian || options.Features is not null)
        {
            var shape = options.Features is { } features
                ? new ImageShape(features, 1, 1)
                : info.Shape;
            return BirthInputs.Gaussian(options.Inputs == InputKind.One ? 1 : experiment.Probe.Images, shape, experiment.Seed, device);
        }
        var data = DatasetStore.Load(experiment.Data.Name, DataFolder.Resolve(options.DataFolder));
        var split = Split.Of(data.Train.Count, experiment);
        return BirthInputs.FromProbeSet(data, split, onlyFirst: options.Inputs == InputKind.One, device);
    }

    private static string DefaultFolder(Experiment experiment, BirthOptions options)
    {
        var inputs = SnakeCase.Of(options.Inputs) + (options.Features is { } count ? $"-features-{count.ToString(CultureInfo.InvariantCulture)}" : "");
        var study = string.Create(CultureInfo.InvariantCulture, $"{inputs}-inits-{options.Inits}-seed-{experiment.Seed}");
        return Path.Combine(options.RunsFolder, experiment.Name, "probe-" + CellName.Of(experiment), study);
    }
}
