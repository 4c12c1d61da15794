using System.Text.Json;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Measures;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Experiments.Training;
using ActivationLab.Models;
using ActivationLab.Models.Blueprints;
using TorchSharp;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Tests.Training;

[Collection(TorchCollection.Name)]
public sealed class TrialTests : IDisposable
{
    private readonly TrialFiles _trials = new();
    private readonly TrialFiles _others = new();

    public static TheoryData<Experiment> All => new() { TrialFiles.Mlp, TrialFiles.Cnn, TrialFiles.Forgetting };

    public void Dispose()
    {
        _trials.Dispose();
        _others.Dispose();
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Run_twice_gives_the_same_bytes(Experiment experiment)
    {
        _trials.Run(experiment);
        randn([1000]).Dispose(); // moves the generator that is left behind
        _others.Run(experiment);

        var (first, second) = (_trials.FolderOf(experiment), _others.FolderOf(experiment));
        Assert.Equal(TrialFiles.WithoutTimings(first.EpochsFile), TrialFiles.WithoutTimings(second.EpochsFile));
        Assert.Equal(File.ReadAllBytes(first.LayersFile), File.ReadAllBytes(second.LayersFile));
        Assert.Equal(File.ReadAllBytes(first.WeightsFile), File.ReadAllBytes(second.WeightsFile));
        Assert.Equal(File.ReadAllBytes(first.BestWeightsFile), File.ReadAllBytes(second.BestWeightsFile));
        Assert.Equal(File.ReadAllBytes(first.ConfigFile), File.ReadAllBytes(second.ConfigFile));
        Assert.Equal(_trials.RunRow(experiment) with { Seconds = 0, ImagesPerSecond = 0 }, _others.RunRow(experiment) with { Seconds = 0, ImagesPerSecond = 0 });
    }

    [Fact]
    public void Run_of_another_seed_gives_other_numbers()
    {
        var other = TrialFiles.Mlp with { Seed = 43 };
        _trials.Run(TrialFiles.Mlp);
        _trials.Run(other);

        var (first, second) = (_trials.Epochs(TrialFiles.Mlp), _trials.Epochs(other));
        Assert.All(first.Zip(second), pair => Assert.NotEqual(pair.First.TrainLoss, pair.Second.TrainLoss));
        Assert.NotEqual(_trials.Layers(TrialFiles.Mlp)[0].ZMean, _trials.Layers(other)[0].ZMean);
        Assert.Equal([42, 43], _trials.Results(TrialFiles.Mlp).Select(row => row.Seed));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Run_leaves_files_that_agree_with_each_other(Experiment experiment)
    {
        var observer = new RecordingObserver();
        var result = _trials.Run(experiment, observer);

        var folder = _trials.FolderOf(experiment);
        Assert.Equal(
            ["config.yaml", "environment.json", "epochs.csv", "layers.csv", "log.jsonl", "run.csv", "weights.best.safetensors", "weights.safetensors"],
            Directory.EnumerateFiles(folder.FullName).Select(Path.GetFileName).Order());
        Assert.Equal(experiment, ExperimentLoader.Load(folder.ConfigFile, []), Yaml);

        var (epochs, run) = (_trials.Epochs(experiment), _trials.RunRow(experiment));
        const int stepsPerEpoch = (700 - TrialFiles.Validation + 31) / 32;
        Assert.Equal(Enumerable.Range(1, experiment.Train.Epochs), epochs.Select(row => row.Epoch));
        Assert.All(epochs, row => Assert.Equal(stepsPerEpoch * row.Epoch, row.Step));
        var best = epochs.MaxBy(row => row.ValAccuracy)!;
        Assert.Equal((RunStatus.Completed, ""), (run.Status, run.Message));
        Assert.Equal((epochs[^1].Epoch, best.Epoch), (run.LastEpoch, run.BestEpoch));
        Assert.Equal((epochs[^1].ValAccuracy, best.ValAccuracy), (run.ValAccuracy, run.ValAccuracyBest));
        Assert.Equal((epochs[^1].DeadRatio, epochs[^1].ZeroFraction, epochs[^1].MeasuredOn), (run.DeadRatio, run.ZeroFraction, run.MeasuredOn));
        Assert.Equal((epochs[^1].GradientDeadRatio, epochs[^1].DormantRatio), (run.GradientDeadRatio, run.DormantRatio));
        Assert.Equal(run, Assert.Single(_trials.Results(experiment)));

        var layers = _trials.Layers(experiment);
        Assert.Equal(Enumerable.Range(0, experiment.Train.Epochs + 1), layers.Select(row => row.Epoch).Distinct());
        foreach (var epoch in epochs)
        {
            var ofEpoch = layers.Where(row => row.Epoch == epoch.Epoch).ToArray();
            Assert.Equal((double)ofEpoch.Sum(row => row.Dead) / ofEpoch.Sum(row => row.Units), epoch.DeadRatio);
            Assert.Equal((double)ofEpoch.Sum(row => row.Linear) / ofEpoch.Sum(row => row.Units), epoch.LinearRatio);
            Assert.Equal((double)ofEpoch.Sum(row => row.Rare) / ofEpoch.Sum(row => row.Units), epoch.RareRatio);
            Assert.Equal((double)ofEpoch.Sum(row => row.GradientDead)! / ofEpoch.Sum(row => row.Units), epoch.GradientDeadRatio);
            Assert.Equal((double)ofEpoch.Sum(row => row.Dormant)! / ofEpoch.Sum(row => row.Units), epoch.DormantRatio);
            Assert.Equal("validation images 600-659 of the training files", epoch.MeasuredOn);
            Assert.All(ofEpoch, row => Assert.StartsWith(epoch.MeasuredOn, row.MeasuredOn));
        }

        Assert.Equal(run, result.Run);
        Assert.Equal(layers.Where(row => row.Epoch == epochs[^1].Epoch), result.Layers);
        Assert.Equal((false, folder.FullName), (result.AlreadyDone, result.RunFolder));
        Assert.Equal((1, result), (observer.Starts.Count, Assert.Single(observer.Results)));
        Assert.Equal((600, 100, stepsPerEpoch), (observer.Starts[0].TrainImages, observer.Starts[0].ValidationImages, observer.Starts[0].StepsPerEpoch));
        Assert.Equal(epochs, observer.Epochs.Select(epoch => epoch.Row));
        Assert.Equal(layers.Where(row => row.Epoch > 0), observer.Epochs.SelectMany(epoch => epoch.Layers));
    }

    [Fact]
    public void Run_log_says_when_the_first_step_was_done_and_where_the_time_of_each_epoch_went()
    {
        _trials.Run(TrialFiles.Mlp);

        var log = File.ReadLines(_trials.FolderOf(TrialFiles.Mlp).LogFile).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Single(Said("first step done"));
        Assert.Equal(
            _trials.Epochs(TrialFiles.Mlp).Select(row => (row.Epoch, row.EpochSeconds, row.ProbeSeconds)),
            Said("epoch {Epoch} took").Select(entry => (entry.GetProperty("Epoch").GetInt32(), entry.GetProperty("Training").GetDouble(), (double?)entry.GetProperty("Probe").GetDouble())));

        IEnumerable<JsonElement> Said(string start) => log
            .Where(entry => entry.GetProperty("MessageTemplate").GetString()!.StartsWith(start, StringComparison.Ordinal))
            .Select(entry => entry.GetProperty("Properties"));
    }

    [Fact]
    public void Run_takes_the_images_that_are_being_read_already()
    {
        var options = new TrialOptions { RunsFolder = _trials.RunsFolder, DataFolder = "nowhere", Data = new(() => TrialFiles.Data), Threads = 1 };

        var result = Trial.Run(TrialFiles.Mlp, options, new RecordingObserver(), CancellationToken.None);

        Assert.Equal(RunStatus.Completed, result.Run.Status);
    }

    [Theory]
    [InlineData(null, "float32", false)]
    [InlineData(TrainPrecision.Bf16, "bf16", false)]
    [InlineData(TrainPrecision.Tf32, "tf32", true)]
    public void Run_says_in_its_files_what_was_computed_in(TrainPrecision? precision, string name, bool allowsTf32)
    {
        var experiment = TrialFiles.Mlp with { Train = TrialFiles.Mlp.Train with { Epochs = 1, Precision = precision } };

        _trials.Run(experiment);

        Assert.Equal(name, _trials.RunRow(experiment).Precision);
        Assert.Equal(name, _trials.Results(experiment).Single().Precision);
        var environment = File.ReadAllText(_trials.FolderOf(experiment).EnvironmentFile);
        Assert.Equal(new Tf32Record(allowsTf32, allowsTf32), EnvironmentRecord.FromJson(environment).Torch.Tf32);
        var config = File.ReadAllText(_trials.FolderOf(experiment).ConfigFile);
        Assert.Equal(precision is not null, config.Contains($"  precision: {name}\n", StringComparison.Ordinal));
        Assert.Equal(precision is null, !config.Contains("precision", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Run_weights_files_give_the_figures_that_were_written(Experiment experiment)
    {
        _trials.Run(experiment);

        var (folder, run, epochs) = (_trials.FolderOf(experiment), _trials.RunRow(experiment), _trials.Epochs(experiment));
        var split = Split.Of(700, experiment);
        using var scope = NewDisposeScope();
        using var train = new ResidentImages(TrialFiles.Data.Train, DatasetCatalog.Mnist, CPU);
        using var test = new ResidentImages(TrialFiles.Data.Test, DatasetCatalog.Mnist, CPU);
        foreach (var (file, epoch, accuracy, loss) in new[]
        {
            (folder.WeightsFile, run.LastEpoch, run.TestAccuracy, run.TestLoss),
            (folder.BestWeightsFile, run.BestEpoch, run.TestAccuracyBest, run.TestLossBest),
        })
        {
            using var network = Load(experiment, file, epoch);
            Assert.Equal(new Evaluation(loss!.Value, accuracy!.Value), Evaluator.Evaluate(network, test, new ImageRange(0, test.Count)));
            var validation = Evaluator.Evaluate(network, train, split.Validation);
            Assert.Equal((epochs[epoch - 1].ValLoss, epochs[epoch - 1].ValAccuracy), (validation.Loss, validation.Accuracy));
            var layers = _trials.Layers(experiment).Where(row => row.Epoch == epoch).ToArray();
            Assert.Equal(
                layers.Select(row => (row.Module, row.Units, row.Dead, row.Linear, row.Rare, row.ZMean, row.ZStd)),
                UnitProbe.Measure(network, train, split.Probe)
                    .Select(layer => (layer.Module, layer.Units, layer.Dead, layer.Linear, layer.Rare, layer.Mean, layer.StandardDeviation)));
        }
    }

    [Fact]
    public void Run_learns()
    {
        _trials.Run(TrialFiles.Mlp);

        var (first, last) = (_trials.Epochs(TrialFiles.Mlp)[0], _trials.Epochs(TrialFiles.Mlp)[^1]);
        Assert.InRange(last.TrainLoss, 0, 0.7 * first.TrainLoss);
        Assert.InRange(_trials.RunRow(TrialFiles.Mlp).TestAccuracy!.Value, 0.5, 1);
    }

    [Fact]
    public void Run_that_forgets_keeps_and_tests_the_best_epoch_beside_the_last()
    {
        var run = _trials.Run(TrialFiles.Forgetting).Run;

        Assert.InRange(run.BestEpoch, 1, run.LastEpoch - 1);
        Assert.InRange(run.ValAccuracy!.Value, 0, run.ValAccuracyBest!.Value - 0.1);
        Assert.InRange(run.TestAccuracy!.Value, 0, run.TestAccuracyBest!.Value - 0.1);
    }

    [Fact]
    public void Run_that_does_not_move_has_its_first_epoch_as_the_best()
    {
        var still = TrialFiles.Mlp with { Train = TrialFiles.Mlp.Train with { Optimizer = new SgdSettings { Lr = 1e-12 } } };

        var run = _trials.Run(still).Run;

        Assert.Single(_trials.Epochs(still).Select(row => row.ValAccuracy).Distinct());
        Assert.Equal((1, 4), (run.BestEpoch, run.LastEpoch));
    }

    [Fact]
    public void Run_probing_every_second_epoch_probes_those_and_the_last()
    {
        var experiment = TrialFiles.Mlp with
        {
            Train = TrialFiles.Mlp.Train with { Epochs = 5 },
            Probe = TrialFiles.Mlp.Probe with { EveryEpochs = 2 },
        };
        _trials.Run(experiment);

        Assert.Equal([0, 2, 4, 5], _trials.Layers(experiment).Select(row => row.Epoch).Distinct());
        Assert.Equal([2, 4, 5], _trials.Epochs(experiment).Where(row => row.DeadRatio is not null).Select(row => row.Epoch));
        Assert.Equal(5, _trials.Epochs(experiment).Count);
    }

    [Fact]
    public void Run_measures_do_not_change_the_training()
    {
        var often = TrialFiles.Cnn;
        var seldom = often with { Probe = new ProbeSettings { Images = 10, EveryEpochs = 100 } };
        _trials.Run(often);
        _trials.Run(seldom);

        Assert.Equal(_trials.Epochs(often).Select(row => (row.TrainLoss, row.ValLoss)), _trials.Epochs(seldom).Select(row => (row.TrainLoss, row.ValLoss)));
    }

    [Fact]
    public void Run_completed_before_changes_nothing()
    {
        var first = _trials.Run(TrialFiles.Mlp);
        var before = _trials.Snapshot();
        var observer = new RecordingObserver();

        var second = _trials.Run(TrialFiles.Mlp, observer);

        Assert.True(second.AlreadyDone);
        Assert.Equal((first.Run, first.RunFolder), (second.Run, second.RunFolder));
        Assert.Equal(before, _trials.Snapshot());
        Assert.Empty(observer.Starts);
    }

    [Fact]
    public void Run_fresh_moves_the_completed_run_aside()
    {
        _trials.Run(TrialFiles.Mlp);
        var before = _trials.Snapshot();

        var again = _trials.Run(TrialFiles.Mlp, fresh: true);

        var after = _trials.Snapshot();
        Assert.False(again.AlreadyDone);
        Assert.All(
            before.Where(file => file.Key.Contains("seed-42", StringComparison.Ordinal)),
            file => Assert.Equal(file.Value, after[file.Key.Replace("seed-42", "seed-42.old-1", StringComparison.Ordinal)]));
        Assert.Equal(again.Run, Assert.Single(_trials.Results(TrialFiles.Mlp)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Run_leaves_no_tensor_behind(Experiment experiment)
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        _trials.Run(experiment);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static bool Yaml(Experiment first, Experiment second) => ExperimentYaml.Write(first) == ExperimentYaml.Write(second);

    private static Network Load(Experiment experiment, string file, int epoch)
    {
        var saved = SafetensorsFile.Read(file);
        Assert.Equal($"{epoch}", saved.Metadata["epoch"]);
        var network = Network.Build(experiment.Model, new ImageShape(1, 28, 28), 10, seed: 0);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var tensors = network.Module.state_dict();
        Assert.Equal(tensors.Keys.Order(), saved.Tensors.Select(tensor => tensor.Name).Order());
        foreach (var (name, _, shape, data) in saved.Tensors)
        {
            Assert.Equal(tensors[name].shape, shape);
            var values = tensors[name].dtype == ScalarType.Int64 ? tensor(Cast<long>(data)) : tensor(Cast<float>(data));
            tensors[name].copy_(values.reshape(shape));
        }
        return network;
    }

    private static T[] Cast<T>(ReadOnlyMemory<byte> bytes) where T : unmanaged =>
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, T>(bytes.Span).ToArray();
}
