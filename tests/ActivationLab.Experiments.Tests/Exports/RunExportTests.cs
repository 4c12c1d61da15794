using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ActivationLab.Experiments.Assessments;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Exports;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Experiments.Tests.Training;
using ActivationLab.Models.Settings;

namespace ActivationLab.Experiments.Tests.Exports;

[Collection(TorchCollection.Name)]
public sealed class RunExportTests : IDisposable
{
    // Prints mean cross-entropy and accuracy, from the exported file, the images and PyTorch alone.
    private const string Evaluate = """
        import sys
        sys.path.insert(0, sys.argv[1])
        import torch
        from load_export import load, read
        torch.set_num_threads(1)
        network, about, normalise = load(sys.argv[2])
        data, _ = read(sys.argv[3])
        labels = data["labels"].long()
        with torch.no_grad():
            logits = network(normalise(data["images"]))
        print(repr(torch.nn.functional.cross_entropy(logits, labels).item()), (logits.argmax(1) == labels).double().mean().item())
        """;

    private static readonly ActivationSettings[] s_every =
    [
        new ReluSettings(), new LeakyReluSettings { NegativeSlope = 0.3 }, new PReluSettings(), new PReluSettings { Per = SlopeSharing.Layer },
        new RReluSettings(), new DynamicLeakyReluSettings { Init = 0.05 }, new EluSettings { Alpha = 0.7 }, new SeluSettings(), new GeluSettings(),
        new SiluSettings(), new SigmoidSettings(), new TanhSettings(), new SoftplusSettings { Beta = 2 }, new IdentitySettings(),
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly TrialFiles _trials = new();

    public static TheoryData<string> Networks => new(Models.Keys);

    private static Dictionary<string, (NetworkSettings Model, DatasetName Data)> Models { get; } = new()
    {
        ["mlp of every activation"] = (new MlpSettings { Width = 20, Depth = s_every.Length, Activations = s_every, Dropout = 0.2 }, DatasetName.Mnist),
        ["mlp normalised after"] = (new MlpSettings { Hidden = [20, 20], BatchNorm = BatchNormPlacement.After }, DatasetName.Mnist),
        ["cnn"] = (new CnnSettings { Channels = [4, 6], ConvsPerStage = 2, KernelSize = 5, Pooling = Pooling.Average, Hidden = [12], BatchNorm = BatchNormPlacement.Before, Activation = new PReluSettings() }, DatasetName.Cifar10),
        ["nin"] = (new NinSettings { Activation = new DynamicLeakyReluSettings() }, DatasetName.Cifar10),
        ["resnet"] = (new ResNetSettings { Depth = 14, Width = 4, Activation = new PReluSettings() }, DatasetName.Cifar10),
        ["resnet projected, normalised after"] = (new ResNetSettings { Depth = 8, Width = 4, Shortcut = Shortcut.Projection, BatchNorm = BatchNormPlacement.After, Dropout = 0.5 }, DatasetName.Mnist),
    };

    public void Dispose()
    {
        _trials.Dispose();
        _folder.Dispose();
    }

    [PythonTheory("torch")]
    [MemberData(nameof(Networks))]
    public void Exported_file_is_all_that_pytorch_needs_to_give_the_same_numbers(string name)
    {
        var (model, dataset) = Models[name];
        var data = dataset == DatasetName.Mnist ? UntrainedRun.Mnist : UntrainedRun.Cifar;
        var run = UntrainedRun.Write(_folder["run"], model, dataset);
        var here = Assessor.Assess(run, new() { Threads = 1, Device = "cpu" }, (_, _) => data).Summary;
        RunExport.Write(run, StoredEpoch.Last, _folder["exported.safetensors"], overwrite: false);
        Directory.Delete(_folder["run"], recursive: true);

        var (loss, accuracy) = InPyTorch(data);

        Assert.Equal(here.Loss, loss, 4 + (here.Loss < 1 ? 1 : 0));
        Assert.Equal(here.Accuracy, accuracy, 9);
    }

    [PythonFact("torch")]
    public void Exported_trial_has_its_test_accuracy_in_pytorch_too()
    {
        foreach (var epoch in Enum.GetValues<StoredEpoch>())
        {
            _trials.Run(TrialFiles.Forgetting);
            var run = StoredRun.Open(_trials.FolderOf(TrialFiles.Forgetting).FullName);
            RunExport.Write(run, epoch, _folder["exported.safetensors"], overwrite: true);

            var (loss, accuracy) = InPyTorch(TrialFiles.Data);

            var about = SafetensorsFile.Read(_folder["exported.safetensors"]).Metadata;
            Assert.Equal(double.Parse(about["test_accuracy"], CultureInfo.InvariantCulture), accuracy, 9);
            Assert.Equal(1, double.Parse(about["test_loss"], CultureInfo.InvariantCulture) / loss, 4);
        }
    }

    [Fact]
    public void Write_says_what_the_run_was()
    {
        _trials.Run(TrialFiles.Forgetting);
        var row = _trials.RunRow(TrialFiles.Forgetting);
        var run = StoredRun.Open(_trials.FolderOf(TrialFiles.Forgetting).FullName);

        RunExport.Write(run, StoredEpoch.Best, _folder["exported.safetensors"], overwrite: false);

        var file = SafetensorsFile.Read(_folder["exported.safetensors"]);
        Assert.Equal(SafetensorsFile.Read(run.Weights(StoredEpoch.Best)).Tensors.Select(tensor => tensor.Name), file.Tensors.Select(tensor => tensor.Name));
        var about = file.Metadata;
        Assert.Equal(ExperimentYaml.Write(TrialFiles.Forgetting), about["config"]);
        Assert.Equal(("best", row.BestEpoch.ToString(CultureInfo.InvariantCulture), "completed"), (about["weights"], about["epoch"], about["status"]));
        Assert.Equal((Text(row.ValAccuracyBest), Text(row.TestAccuracyBest), Text(row.TestLossBest)), (about["validation_accuracy"], about["test_accuracy"], about["test_loss"]));
        Assert.Equal(("[1,28,28]", "mnist", "original"), (about["input"], about["data"], about["data_variant"]));
        Assert.Equal(DatasetCatalog.Mnist.ClassNames, JsonSerializer.Deserialize<string[]>(about["classes"])!);
        Assert.Equal(DatasetCatalog.Mnist.Mean, JsonSerializer.Deserialize<double[]>(about["mean"])!);
        Assert.Equal(DatasetCatalog.Mnist.Std, JsonSerializer.Deserialize<double[]>(about["std"])!);
        Assert.Equal("pt", about["format"]);

        static string Text(double? number) => number!.Value.ToString("R", CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Write_leaves_the_run_and_a_file_that_is_there_as_they_are()
    {
        var run = UntrainedRun.Write(_folder["run"], new MlpSettings { Hidden = [3] }, DatasetName.Mnist);
        File.WriteAllText(_folder["there"], "mine");

        var refused = Assert.Throws<UserException>(() => RunExport.Write(run, StoredEpoch.Last, _folder["there"], overwrite: false));
        Assert.Equal(($"{_folder["there"]}: is there already; --force would replace it", 2), (refused.Message, refused.ExitCode));
        Assert.Equal("mine", File.ReadAllText(_folder["there"]));

        var inside = Assert.Throws<UserException>(() => RunExport.Write(run, StoredEpoch.Last, _folder["run/weights.safetensors"], overwrite: true));
        Assert.Contains("is inside the run's own folder", inside.Message);

        var before = File.ReadAllBytes(_folder["run/weights.safetensors"]);
        RunExport.Write(run, StoredEpoch.Last, _folder["there"], overwrite: true);
        Assert.NotEqual("mine"u8.ToArray(), File.ReadAllBytes(_folder["there"]));
        Assert.Equal(before, File.ReadAllBytes(_folder["run/weights.safetensors"]));
    }

    [Fact]
    public void Write_where_it_cannot_be_written_or_of_damaged_weights_is_one_line()
    {
        var run = UntrainedRun.Write(_folder["run"], new MlpSettings { Hidden = [3] }, DatasetName.Mnist);

        var error = Assert.Throws<UserException>(() => RunExport.Write(run, StoredEpoch.Last, _folder["no/folder/file"], overwrite: false));
        Assert.StartsWith($"{_folder["no/folder/file"]}: cannot be written: its folder does not exist", error.Message);

        File.WriteAllBytes(_folder["run/weights.safetensors"], [1, 2, 3]);
        Assert.Throws<DamagedFileException>(() => RunExport.Write(run, StoredEpoch.Last, _folder["new"], overwrite: false));
        Assert.False(File.Exists(_folder["new"]));
    }

    private (double Loss, double Accuracy) InPyTorch(LoadedDataset data)
    {
        var set = data.Test;
        SafetensorsFile.Write(_folder["data.safetensors"],
        [
            new SafetensorsTensor("images", "U8", [set.Count, set.Channels, set.Height, set.Width], set.Pixels),
            new SafetensorsTensor("labels", "U8", [set.Count], set.Labels),
        ]);
        var printed = Python.Run(Evaluate, Scripts(), _folder["exported.safetensors"], _folder["data.safetensors"]).Split(' ');
        return (double.Parse(printed[0], CultureInfo.InvariantCulture), double.Parse(printed[1], CultureInfo.InvariantCulture));
    }

    private static string Scripts([CallerFilePath] string source = "")
    {
        var folder = Path.GetDirectoryName(source)!;
        while (!File.Exists(Path.Combine(folder, "ActivationLab.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"no ActivationLab.sln above {source}");
        return Path.Combine(folder, "scripts");
    }
}
