using System.Text.Json;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Measures;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Experiments.Tests.Training;
using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Settings;

namespace ActivationLab.Experiments.Tests.Measures;

/// <summary>PyTorch takes the weights of a finished run, through the few lines of <c>safetensors_reader.py</c>, and finds what its files say.</summary>
[Collection(TorchCollection.Name)]
public sealed class StoredRunTests(PyTorchTwin pyTorch) : IDisposable
{
    private const int Train = 140, Validation = 60, Probe = 40;

    private readonly TemporaryFolder _folder = new();
    private readonly TrialFiles _trials = new();

    public static TheoryData<string> Networks => [.. s_networks.Keys];

    private static readonly Dictionary<string, NetworkSettings> s_networks = new()
    {
        ["mlp"] = new MlpSettings { Hidden = [24, 16], Activation = new ReluSettings() },
        ["cnn"] = new CnnSettings { Channels = [4, 6], Hidden = [10], BatchNorm = BatchNormPlacement.Before, Activation = new PReluSettings() },
        ["nin"] = new NinSettings { Activation = new LeakyReluSettings { NegativeSlope = 0.01 } },
        ["resnet"] = new ResNetSettings { Depth = 8, Width = 4, Activation = new ReluSettings() },
    };

    public void Dispose()
    {
        _folder.Dispose();
        _trials.Dispose();
    }

    [PythonTheory("torch")]
    [MemberData(nameof(Networks))]
    public void Weights_of_a_finished_run_give_its_accuracies_and_measures_in_PyTorch(string name)
    {
        var data = SyntheticImages.MakeDataset(Train, test: 50);
        var experiment = TrialFiles.Mlp with
        {
            Name = name,
            Model = s_networks[name],
            Data = new DataSettings { Validation = Validation },
            Probe = new ProbeSettings { Images = Probe },
            Train = new TrainSettings { Epochs = 1, BatchSize = 20, Optimizer = new AdamSettings { Lr = 0.002 } },
        };
        _trials.Run(experiment, data: data);
        var (run, epoch) = (_trials.RunRow(experiment), Assert.Single(_trials.Epochs(experiment)));
        var layers = _trials.Layers(experiment).Where(row => row.Epoch == 1).ToArray();

        AssertEvaluation(epoch.ValLoss, epoch.ValAccuracy, Ask("evaluate", data.Train, Train - Validation, Validation));
        AssertEvaluation(run.TestLoss!.Value, run.TestAccuracy!.Value, Ask("evaluate", data.Test, 0, data.Test.Count));
        var measured = Ask("units", data.Train, Train - Validation, Probe).EnumerateArray().ToArray();
        Assert.Equal(layers.Length, measured.Length);
        foreach (var (row, direct) in layers.Zip(measured))
            AssertLayer(row, direct);

        JsonElement Ask(string @do, ImageSet set, int start, int count)
        {
            var blueprint = BlueprintWriter.Write(experiment.Model, new ImageShape(1, 28, 28), 10);
            return pyTorch.Ask(new Dictionary<string, object>
            {
                ["do"] = @do,
                ["layers"] = blueprint.Layers.Select(TwinCase.Describe).ToArray(),
                ["sources"] = blueprint.Activations.Select(activation => activation.Source + ".weight").ToArray(),
                ["rank_images"] = LayerMeasures.RankImagesOfChannels,
                ["weights"] = _trials.FolderOf(experiment).WeightsFile,
                ["data"] = WriteImages(set, start, count),
                ["mean"] = DatasetCatalog.Mnist.Mean,
                ["std"] = DatasetCatalog.Mnist.Std,
            });
        }
    }

    private static void AssertEvaluation(double loss, double accuracy, JsonElement direct)
    {
        AssertNear(loss, direct, "loss", 1e-5);
        AssertNear(accuracy, direct, "accuracy", 1e-12);
    }

    private static void AssertLayer(LayerRow row, JsonElement direct)
    {
        Assert.Equal(direct.GetProperty("units").GetInt64(), row.Units);
        Assert.Equal(direct.GetProperty("dead").EnumerateArray().LongCount(dead => dead.GetBoolean()), row.Dead);
        Assert.Equal(direct.GetProperty("linear").GetInt64(), row.Linear);
        Assert.Equal(direct.GetProperty("rare").GetInt64(), row.Rare);
        Assert.Equal(direct.GetProperty("gradient_dead").GetInt64(), row.GradientDead);
        Assert.Equal(direct.GetProperty("dormant").GetInt64(), row.Dormant);
        // A number within rounding of 0 can fall on either side of it.
        Assert.Equal((double)direct.GetProperty("zeros").GetInt64() / direct.GetProperty("count").GetInt64(), row.ZeroFraction, 1e-4);
        Assert.Equal(direct.GetProperty("mean").GetDouble(), row.ZMean, 1e-5);
        AssertNear(row.ZStd, direct, "std", 1e-5);
        AssertNear(row.EffectiveRank!.Value, direct, "effective_rank", 1e-4);
        AssertNear(row.GradientNorm!.Value, direct, "gradient_norm", 1e-3);
    }

    private static void AssertNear(double actual, JsonElement direct, string name, double relative)
    {
        var expected = direct.GetProperty(name).GetDouble();
        Assert.True(Math.Abs(actual - expected) <= relative * Math.Abs(expected), $"{name}: {actual:r} is not near {expected:r}");
    }

    private string WriteImages(ImageSet set, int start, int count)
    {
        var (size, file) = (set.Channels * set.Height * set.Width, _folder["data.safetensors"]);
        SafetensorsFile.Write(file,
        [
            new SafetensorsTensor("images", "U8", [count, set.Channels, set.Height, set.Width], set.Pixels.AsMemory(start * size, count * size)),
            new SafetensorsTensor("labels", "U8", [count], set.Labels.AsMemory(start, count)),
        ]);
        return file;
    }
}
