using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Training;
using ActivationLab.Models.Settings;

namespace ActivationLab.Cli.Tests;

/// <summary>A small trial that was really trained, on noise of MNIST's shape.</summary>
internal static class StoredTrial
{
    private static readonly Experiment s_experiment = new()
    {
        Name = "tiny",
        Device = "cpu",
        Data = new DataSettings { Validation = 100 },
        Model = new MlpSettings { Hidden = [6], Activation = new PReluSettings() },
        Train = new TrainSettings { Epochs = 2, BatchSize = 50 },
        Probe = new ProbeSettings { Images = 50 },
    };

    public static LoadedDataset Data { get; } = new(
        DatasetName.Mnist, Noise(300, seed: 1), Noise(120, seed: 2), new Dictionary<string, string>(), DatasetCatalog.Original);

    /// <summary>Trains it below the lab's folder; from now on the lab's data are those it was trained on.</summary>
    public static RunFolder Train(Lab lab)
    {
        var options = new TrialOptions { RunsFolder = Path.Combine(lab.Folder, "runs"), Threads = 1 };
        Trial.Run(s_experiment, options, new Nobody(), CancellationToken.None, Data);
        lab.Services = lab.Services with { LoadData = (_, _) => Data };
        return RunFolder.For(options.RunsFolder, s_experiment);
    }

    private static ImageSet Noise(int count, int seed)
    {
        var random = new Random(seed);
        var (pixels, labels) = (new byte[count * 784], new byte[count]);
        random.NextBytes(pixels);
        for (var i = 0; i < count; i++)
            labels[i] = (byte)random.Next(10);
        return new ImageSet(pixels, labels, count, 1, 28, 28);
    }

    private sealed class Nobody : ITrialObserver
    {
        public void Started(TrialStart start)
        {
        }

        public void Warned(string message)
        {
        }

        public void Progressed(TrialProgress progress)
        {
        }

        public void EpochFinished(EpochRow epoch, IReadOnlyList<LayerRow> layers)
        {
        }

        public void Finished(TrialResult result)
        {
        }
    }
}
