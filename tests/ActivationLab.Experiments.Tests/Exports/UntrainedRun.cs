using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Experiments.Training;
using ActivationLab.Models;
using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Initialisation;
using ActivationLab.Models.Settings;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Tests.Exports;

/// <summary>The folder of a run as far as evaluating and exporting need it, with random weights, so that any network costs no training.</summary>
internal static class UntrainedRun
{
    public static LoadedDataset Mnist { get; } = SyntheticImages.MakeDataset(train: 200, test: 60);

    public static LoadedDataset Cifar { get; } = Mnist with
    {
        Name = DatasetName.Cifar10,
        Train = SyntheticImages.Make(200, 3, 32, seed: 1),
        Test = SyntheticImages.Make(30, 3, 32, seed: 2),
    };

    /// <summary>Writes <c>config.yaml</c> and the weights, of the last and the best epoch alike.</summary>
    public static StoredRun Write(string folder, NetworkSettings model, DatasetName data)
    {
        Directory.CreateDirectory(folder);
        var experiment = new Experiment { Name = "untrained", Model = model, Data = new DataSettings { Name = data, Validation = 100 }, Probe = new ProbeSettings { Images = 50 } };
        File.WriteAllText(Path.Combine(folder, "config.yaml"), ExperimentYaml.Write(experiment));
        var info = DatasetCatalog.Get(data);
        using var network = Network.Build(model, new ImageShape(info.Channels, info.Height, info.Width), 10, seed: 3);
        Perturb(network);
        using var weights = WeightsSnapshot.Take(network);
        WeightsFile.Write(Path.Combine(folder, "weights.safetensors"), weights, experiment, epoch: 4);
        WeightsFile.Write(Path.Combine(folder, "weights.best.safetensors"), weights, experiment, epoch: 2);
        return StoredRun.Open(folder);
    }

    // Away from the values that every module starts with, where a mistake could hide: biases, slopes, and what batch normalisation keeps.
    private static void Perturb(Network network)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (var (name, tensor) in network.Module.state_dict().Where(named => named.Value.ndim == 1))
        {
            using var generator = new Generator((ulong)SeedStream.Derive(3, name));
            tensor.add_(rand(tensor.shape, ScalarType.Float32, generator: generator).mul_(0.3));
        }
    }
}
