using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Experiments.Training;
using ActivationLab.Models.Settings;
using TorchSharp;

namespace ActivationLab.Experiments.Tests.Training;

/// <summary>Trials that are stopped and gone on with end as if they had never been stopped.</summary>
[Collection(TorchCollection.Name)]
public sealed class ResumeTests : IDisposable
{
    private static readonly TrainSettings s_train = TrialFiles.Mlp.Train with { Epochs = 3, BatchSize = 100 };

    private static readonly Dictionary<string, Experiment> s_cases = new()
    {
        ["sgd"] = Trains(s_train with { Optimizer = new SgdSettings { Lr = 0.05, Momentum = 0 } }),
        ["sgd momentum, cosine"] = Trains(s_train with { Optimizer = new SgdSettings { Lr = 0.05 }, Scheduler = new CosineSchedulerSettings() }),
        ["sgd nesterov, step"] = Trains(s_train with
        {
            Optimizer = new SgdSettings { Lr = 0.05, Nesterov = true, WeightDecay = 0.01 },
            Scheduler = new StepSchedulerSettings { StepSize = 1, Gamma = 0.5 },
        }),
        ["adam, one cycle"] = Trains(s_train with { Optimizer = new AdamSettings { Lr = 0.02 }, Scheduler = new OneCycleSchedulerSettings() }),
        ["adamw"] = Trains(s_train with { Optimizer = new AdamWSettings { Lr = 0.01, WeightDecay = 0.05 } }),
        ["dropout"] = Has(new MlpSettings { Hidden = [16, 12], Dropout = 0.3 }),
        ["rrelu"] = Has(new MlpSettings { Hidden = [16, 12], Activation = new RReluSettings() }),
        ["batch norm, prelu"] = Has(new MlpSettings { Hidden = [16, 12], BatchNorm = BatchNormPlacement.Before, Activation = new PReluSettings() }),
        ["cnn"] = TrialFiles.Cnn with { Train = TrialFiles.Cnn.Train with { Epochs = 2, BatchSize = 200 } },
        ["no hidden layer"] = Has(new MlpSettings { Hidden = [] }),
        ["augmented, smoothed, clipped, warmed up"] = TrialFiles.Cnn with
        {
            Data = TrialFiles.Cnn.Data with { Augment = new RandomAugmentSettings { CropPadding = 2, Cutout = 3 } },
            Train = s_train with { LabelSmoothing = 0.1, ClipGradNorm = 0.5, WarmupEpochs = 1.5, Scheduler = new CosineSchedulerSettings() },
        },
        ["bf16"] = TrialFiles.Cnn with { Train = s_train with { Precision = TrainPrecision.Bf16, ClipGradNorm = 0.5 } },
        ["best is not last"] = TrialFiles.Forgetting,
        ["seldom probed"] = TrialFiles.Mlp with { Train = s_train, Probe = new ProbeSettings { Images = 60, EveryEpochs = 2 } },
    };

    private readonly TrialFiles _whole = new();
    private readonly TrialFiles _stopped = new();

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    public void Dispose()
    {
        _whole.Dispose();
        _stopped.Dispose();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_stopped_at_every_step_ends_as_one_that_never_was(string name)
    {
        var experiment = s_cases[name];
        _whole.Run(experiment);
        var tensors = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        // Each process does one step, or, at the end of an epoch, its validation and measurement too.
        var processes = 1;
        while (RunOneStep(experiment) is { Run.Status: RunStatus.Interrupted, Resumable: true })
            Assert.InRange(++processes, 1, 100);

        var steps = experiment.Train.Epochs * ((600 + experiment.Train.BatchSize - 1) / experiment.Train.BatchSize);
        Assert.Equal(steps, processes);
        AssertSame(experiment);
        Assert.Equal(tensors, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_killed_between_epochs_ends_as_one_that_never_was(string name)
    {
        var experiment = s_cases[name];
        _whole.Run(experiment);

        // What a killed process leaves is what is there while it runs: a copy of it.
        var killed = _stopped.FolderOf(experiment).FullName;
        for (var epoch = 1; epoch <= experiment.Train.Epochs; epoch++)
        {
            using var process = new TrialFiles();
            CopyFolder(killed, process.FolderOf(experiment).FullName);
            var copyAfter = epoch;
            var observer = new RecordingObserver
            {
                OnEpoch = row =>
                {
                    if (row.Epoch == copyAfter)
                        CopyFolder(process.FolderOf(experiment).FullName, killed);
                },
            };
            process.Run(experiment, observer);
            Assert.Equal((epoch - 1, 0), (observer.Starts[0].EpochsBefore, observer.Starts[0].StepsBefore));
        }
        Assert.Equal((RunStatus.Completed, false), (_stopped.Run(experiment).Run.Status, File.Exists(Path.Combine(killed, "checkpoint.json"))));

        AssertSame(experiment);
    }

    [Fact]
    public void Run_killed_between_epochs_of_which_some_are_saved_ends_as_one_that_never_was()
    {
        var experiment = TrialFiles.Mlp;
        _whole.Run(experiment);
        // An epoch takes 0.6 s: a second has gone by at the end of the third, and not again at that of the fourth.
        var saved = new[] { 0, 0, 3, 3 };
        var time = new ManualTime();
        var copies = saved.Select(_ => new TrialFiles()).ToArray();
        var folder = _stopped.FolderOf(experiment).FullName;
        var observer = new RecordingObserver
        {
            OnEpoch = row =>
            {
                CopyFolder(folder, copies[row.Epoch - 1].FolderOf(experiment).FullName);
                time.Advance(0.6);
            },
        };

        _stopped.Run(experiment, observer, options: _stopped.Options with { SecondsBetweenSaves = 1, Time = time });

        AssertSame(experiment);
        foreach (var (killed, epochs) in copies.Zip(saved))
        {
            using (killed)
            {
                Assert.Equal(epochs, File.Exists(killed.FolderOf(experiment).EpochsFile) ? killed.Epochs(experiment).Count : 0);
                var next = new RecordingObserver();
                killed.Run(experiment, next);
                Assert.Equal(epochs, next.Starts[0].EpochsBefore);
                TrialFiles.AssertSame(_whole.FolderOf(experiment), killed.FolderOf(experiment));
            }
        }
    }

    [Fact]
    public void Run_stopped_between_epochs_that_were_not_saved_saves_them()
    {
        var experiment = TrialFiles.Forgetting;
        _whole.Run(experiment);

        for (var epoch = 1; epoch < experiment.Train.Epochs; epoch++)
        {
            StopAfter(experiment, epoch, _stopped.NeverSaved);
            Assert.Equal(epoch, _stopped.Epochs(experiment).Count);
        }
        var observer = new RecordingObserver();
        _stopped.Run(experiment, observer, options: _stopped.NeverSaved);

        Assert.Equal(experiment.Train.Epochs - 1, observer.Starts[0].EpochsBefore);
        AssertSame(experiment);
    }

    [Fact]
    public void Run_killed_after_rows_of_an_epoch_and_before_its_checkpoint_computes_the_epoch_again()
    {
        var experiment = TrialFiles.Mlp;
        _whole.Run(experiment);
        StopAfter(experiment, epochs: 2);
        var folder = _stopped.FolderOf(experiment);
        File.Copy(_whole.FolderOf(experiment).EpochsFile, folder.EpochsFile, overwrite: true);
        File.Copy(_whole.FolderOf(experiment).LayersFile, folder.LayersFile, overwrite: true);
        foreach (var name in new[] { ".epochs.csv.0123.tmp", ".checkpoint.json.0123.tmp", ".checkpoint.new.safetensors.0123.tmp" })
            File.WriteAllText(Path.Combine(folder.FullName, name), "half");
        var observer = new RecordingObserver();

        _stopped.Run(experiment, observer);

        Assert.Equal([3, 4], observer.Epochs.Select(epoch => epoch.Row.Epoch));
        AssertSame(experiment);
    }

    [Fact]
    public void Run_gone_on_with_keeps_earlier_rows_byte_for_byte_and_adds_to_the_log()
    {
        var experiment = TrialFiles.Mlp;
        StopAfter(experiment, epochs: 2);
        var folder = _stopped.FolderOf(experiment);
        var (epochs, layers, log) = (File.ReadAllText(folder.EpochsFile), File.ReadAllText(folder.LayersFile), File.ReadAllText(folder.LogFile));
        File.AppendAllText(folder.LogFile, "{\"Timestamp\":\"20");

        var result = _stopped.Run(experiment);

        Assert.StartsWith(epochs, File.ReadAllText(folder.EpochsFile));
        Assert.StartsWith(layers, File.ReadAllText(folder.LayersFile));
        Assert.StartsWith(log, File.ReadAllText(folder.LogFile));
        Assert.All(File.ReadLines(folder.LogFile), line => System.Text.Json.JsonDocument.Parse(line).Dispose());
        Assert.Equal(result.Run, Assert.Single(_stopped.Results(experiment)));
    }

    [Fact]
    public void Run_gone_on_with_adds_up_times_and_keeps_a_list_of_processes()
    {
        var experiment = TrialFiles.Mlp;
        StopAfter(experiment, epochs: 1);
        var before = _stopped.RunRow(experiment);
        StopAfter(experiment, epochs: 2);

        var run = _stopped.Run(experiment).Run;

        var environment = _stopped.FolderOf(experiment).ReadEnvironment()!;
        Assert.Equal([1, 2], environment.Resumptions.Select(resumption => resumption.Epoch));
        Assert.True(environment.Started < environment.Resumptions[0].Resumed && environment.Resumptions[0].Resumed < environment.Resumptions[1].Resumed);
        Assert.True(run.Seconds > before.Seconds);
        var epochs = _stopped.Epochs(experiment);
        Assert.Equal(4 * 600 / epochs.Sum(row => row.EpochSeconds), run.ImagesPerSecond!.Value, 1e-6 * run.ImagesPerSecond.Value);
    }

    [Fact]
    public void Run_with_a_damaged_checkpoint_uses_the_one_before_it_and_says_so()
    {
        var experiment = TrialFiles.Mlp;
        _whole.Run(experiment);
        StopAfter(experiment, epochs: 3);
        var folder = _stopped.FolderOf(experiment);
        var tensors = Path.Combine(folder.FullName, "checkpoint.safetensors");
        File.WriteAllBytes(tensors, File.ReadAllBytes(tensors)[..^100]);
        var observer = new RecordingObserver();

        _stopped.Run(experiment, observer);

        var warning = Assert.Single(observer.Warnings);
        Assert.StartsWith($"{tensors}: not the tensors whose SHA-256 ", warning);
        Assert.EndsWith($"going on from {Path.Combine(folder.FullName, "checkpoint.previous.json")} instead", warning);
        Assert.Contains(warning.Split(": not the")[0], File.ReadAllText(folder.LogFile));
        Assert.Equal(2, observer.Starts[0].EpochsBefore);
        AssertSame(experiment);
    }

    [Theory]
    [InlineData("epochs.csv")]
    [InlineData("layers.csv")]
    public void Run_whose_rows_are_damaged_names_the_file_and_changes_nothing(string name)
    {
        var experiment = TrialFiles.Mlp;
        StopAfter(experiment, epochs: 2);
        var file = Path.Combine(_stopped.FolderOf(experiment).FullName, name);
        var text = File.ReadAllText(file);
        var lines = text.Split('\n');
        string[] damages =
        [
            text[..^5], "", text.Replace(".", "x"), string.Join('\n', lines[..^2]) + "\n", string.Join('\n', [.. lines[..1], .. lines[2..]]),
            text.Replace(lines[0], lines[0].Replace("epoch,", "ehpoc,")), text.Replace(lines[0], lines[0] + ",more").Replace("\n", ",1\n").Replace("more,1", "more"),
        ];
        foreach (var damage in damages.Append(null))
        {
            if (damage is null)
                File.Delete(file);
            else
                File.WriteAllText(file, damage);
            var before = _stopped.Snapshot().Where(one => !one.Key.EndsWith("log.jsonl", StringComparison.Ordinal)).ToDictionary();

            var error = Assert.Throws<UserException>(() => Plain(() => _stopped.Run(experiment)));

            Assert.StartsWith(file, error.Message);
            Assert.Equal(1, error.ExitCode);
            Assert.Equal(before, _stopped.Snapshot().Where(one => !one.Key.EndsWith("log.jsonl", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Run_of_another_configuration_in_the_folder_names_the_keys_and_changes_nothing()
    {
        var experiment = TrialFiles.Mlp;
        StopAfter(experiment, epochs: 1);
        var config = _stopped.FolderOf(experiment).ConfigFile;
        File.WriteAllText(config, ExperimentYaml.Write(experiment with
        {
            Name = "renamed",
            Device = "auto",
            Train = experiment.Train with { Epochs = 9, Optimizer = new SgdSettings { Lr = 0.003 } },
        }));
        var before = _stopped.Snapshot();

        var error = Assert.Throws<ConfigurationException>(() => _stopped.Run(experiment));

        Assert.Equal(2, error.ExitCode);
        Assert.Contains($"{config}: train.epochs: 9 there, 4 here; use --fresh or another name", error.Message.Split('\n'));
        Assert.Contains($"{config}: train.optimizer.name: sgd there, adam here; use --fresh or another name", error.Message.Split('\n'));
        Assert.DoesNotContain(": name:", error.Message);
        Assert.DoesNotContain("device", error.Message);
        Assert.Equal(before, _stopped.Snapshot());
        Assert.Equal(RunStatus.Completed, _stopped.Run(experiment, fresh: true).Run.Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_on_other_images_is_refused(bool ended)
    {
        var experiment = TrialFiles.Mlp;
        if (ended)
            _stopped.Run(experiment);
        else
            StopAfter(experiment, epochs: 1);
        var before = _stopped.Snapshot().Where(one => !one.Key.EndsWith("log.jsonl", StringComparison.Ordinal)).ToDictionary();

        var error = Assert.Throws<UserException>(() => _stopped.Run(experiment, data: TrialFiles.Data with { Variant = "jpeg-copy" }));

        Assert.Equal(
            (1, $"{_stopped.FolderOf(experiment).FullName}: was trained on the release 'original' of the images, and here is 'jpeg-copy'; give it its own with --data, or use --fresh or another name"),
            (error.ExitCode, error.Message));
        Assert.Equal(before, _stopped.Snapshot().Where(one => !one.Key.EndsWith("log.jsonl", StringComparison.Ordinal)));
    }

    [Fact]
    public void Run_on_files_with_another_checksum_is_refused()
    {
        StopAfter(TrialFiles.Mlp, epochs: 1);
        var others = TrialFiles.Data with { Sha256 = new Dictionary<string, string> { ["train-images-idx3-ubyte"] = new('1', 64) } };

        var error = Assert.Throws<UserException>(() => _stopped.Run(TrialFiles.Mlp, data: others));

        Assert.Contains("was trained on other images (train-images-idx3-ubyte differ)", error.Message);
    }

    [Fact]
    public void Run_with_other_threads_goes_on_and_warns()
    {
        StopAfter(TrialFiles.Mlp, epochs: 2);
        var observer = new RecordingObserver();
        var options = _stopped.Options with { Threads = 2 };

        Assert.Equal(RunStatus.Completed, Trial.Run(TrialFiles.Mlp, options, observer, default, TrialFiles.Data).Run.Status);

        Assert.StartsWith("goes on with threads 2 instead of 1: ", Assert.Single(observer.Warnings));
        Assert.Equal(2, _stopped.FolderOf(TrialFiles.Mlp).ReadEnvironment()!.Resumptions.Single().Computed.Threads);
        Assert.Contains("goes on with threads 2 instead of 1", File.ReadAllText(_stopped.FolderOf(TrialFiles.Mlp).LogFile));
    }

    [Fact]
    public void Run_that_cannot_write_its_checkpoint_fails_and_keeps_the_one_before()
    {
        var experiment = TrialFiles.Mlp;
        _whole.Run(experiment);
        var folder = _stopped.FolderOf(experiment).FullName;
        var obstacle = Path.Combine(folder, "checkpoint.new.safetensors");
        var observer = new RecordingObserver
        {
            OnEpoch = row =>
            {
                if (row.Epoch == 2)
                    Directory.CreateDirectory(Path.Combine(obstacle, "in the way"));
            },
        };

        var error = Assert.Throws<UserException>(() => _stopped.Run(experiment, observer));

        Assert.Contains($"{obstacle}: cannot be written", error.Message);
        var run = _stopped.RunRow(experiment);
        Assert.Equal((RunStatus.Failed, error.Message, 3), (run.Status, run.Message, run.LastEpoch));
        Directory.Delete(obstacle, recursive: true);
        var second = new RecordingObserver();
        Assert.Equal(RunStatus.Completed, _stopped.Run(experiment, second).Run.Status);
        Assert.Equal((2, 0), (second.Starts[0].EpochsBefore, second.Warnings.Count));
        AssertSame(experiment);
    }

    [Fact]
    public void Run_held_by_another_says_who_and_changes_nothing()
    {
        StopAfter(TrialFiles.Mlp, epochs: 1);
        using var holder = _stopped.FolderOf(TrialFiles.Mlp).Open(fresh: false);
        Assert.Equal(1, holder!.Stored!.Record.Epoch);

        var error = Assert.Throws<RunInUseException>(() => _stopped.Run(TrialFiles.Mlp));

        Assert.Contains($"process {Environment.ProcessId} on {Environment.MachineName} since ", error.Message);
    }

    [Fact]
    public void Run_that_has_ended_loses_the_checkpoint_that_a_killed_process_left()
    {
        StopAfter(TrialFiles.Mlp, epochs: 1);
        var folder = _stopped.FolderOf(TrialFiles.Mlp).FullName;
        var left = Directory.GetFiles(folder, "checkpoint*").ToDictionary(path => path, File.ReadAllBytes);
        _stopped.Run(TrialFiles.Mlp);
        foreach (var (path, bytes) in left)
            File.WriteAllBytes(path, bytes);

        Assert.True(_stopped.Run(TrialFiles.Mlp).AlreadyDone);

        Assert.Empty(Directory.GetFiles(folder, "checkpoint*"));
    }

    private static Experiment Trains(TrainSettings train) => TrialFiles.Mlp with { Train = train, Model = new MlpSettings { Hidden = [16, 12] } };

    private static Experiment Has(NetworkSettings model) => TrialFiles.Mlp with { Train = s_train, Model = model };

    private static void CopyFolder(string from, string to)
    {
        if (!Directory.Exists(from))
            return;
        if (Directory.Exists(to))
            Directory.Delete(to, recursive: true);
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    // A damaged file is a UserException too: which kind does not matter here.
    private static void Plain(Action action)
    {
        try
        {
            action();
        }
        catch (UserException error)
        {
            throw new UserException(error.Message, error.ExitCode);
        }
    }

    private void AssertSame(Experiment experiment) => TrialFiles.AssertSame(_whole.FolderOf(experiment), _stopped.FolderOf(experiment));

    private void StopAfter(Experiment experiment, int epochs, TrialOptions? options = null)
    {
        using var stop = new CancellationTokenSource();
        var observer = new RecordingObserver
        {
            OnEpoch = row =>
            {
                if (row.Epoch == epochs)
                    stop.Cancel();
            },
        };
        Assert.Equal((RunStatus.Interrupted, epochs), _stopped.Run(experiment, observer, stop.Token, options: options).Run is var run ? (run.Status, run.LastEpoch) : default);
    }

    private TrialResult RunOneStep(Experiment experiment)
    {
        using var stop = new CancellationTokenSource();
        var options = _stopped.NeverSaved with { SecondsBetweenReports = 0 };
        return Trial.Run(experiment, options, new RecordingObserver { OnProgress = _ => stop.Cancel() }, stop.Token, TrialFiles.Data);
    }
}
