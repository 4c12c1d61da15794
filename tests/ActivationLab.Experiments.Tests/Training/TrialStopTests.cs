using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Experiments.Training;
using ActivationLab.Models.Settings;
using TorchSharp;

namespace ActivationLab.Experiments.Tests.Training;

/// <summary>Trials that end before their time: what they leave, and what comes after them.</summary>
[Collection(TorchCollection.Name)]
public sealed class TrialStopTests : IDisposable
{
    // A step an image, so that an epoch lasts long enough to be heard of while it runs.
    private static readonly Experiment s_long = TrialFiles.Mlp with
    {
        Train = new TrainSettings { Epochs = 3, BatchSize = 1, Optimizer = new SgdSettings { Lr = 0.001 } },
    };

    private static readonly LoadedDataset s_longData = SyntheticImages.MakeDataset(train: 2600);

    private readonly TrialFiles _trials = new();

    public void Dispose() => _trials.Dispose();

    [Fact]
    public void Run_with_an_absurd_learning_rate_diverges_and_says_so()
    {
        var experiment = TrialFiles.Mlp with { Train = TrialFiles.Mlp.Train with { Optimizer = new SgdSettings { Lr = 1e6 } } };
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        var result = _trials.Run(experiment);

        AssertEnded(experiment, result, RunStatus.Diverged, lastEpoch: 0);
        Assert.Contains("loss was not finite", result.Run.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_trials.FolderOf(experiment).WeightsFile));
        Assert.Equal([0], _trials.Layers(experiment).Select(row => row.Epoch).Distinct());
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Run_whose_network_overflows_before_training_diverges_at_once()
    {
        // 60 layers, each ten times as large as the last: beyond single precision.
        var model = new MlpSettings { Width = 16, Depth = 60, Activation = new LeakyReluSettings { NegativeSlope = 10 }, Init = new KaimingNormalSettings { A = 0 } };
        var experiment = TrialFiles.Mlp with { Model = model };

        var result = _trials.Run(experiment);

        Assert.Equal((RunStatus.Diverged, 0), (result.Run.Status, result.Run.LastEpoch));
        Assert.Contains("before training", result.Run.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_that_cannot_start_leaves_a_failed_row_and_hands_the_error_on()
    {
        // More images to validate than the (small) set has: the split cannot be made.
        var experiment = TrialFiles.Mlp with { Data = TrialFiles.Mlp.Data with { Validation = 49_000 } };

        Assert.ThrowsAny<Exception>(() => _trials.Run(experiment));

        var run = _trials.RunRow(experiment);
        Assert.Equal((RunStatus.Failed, 0), (run.Status, run.LastEpoch));
        Assert.NotEmpty(run.Message);
    }

    [Fact]
    public void Run_diverging_in_its_second_epoch_keeps_the_first()
    {
        // The learning rate explodes after the first epoch.
        var train = TrialFiles.Mlp.Train with
        {
            Optimizer = new SgdSettings { Lr = 0.01 },
            Scheduler = new StepSchedulerSettings { StepSize = 1, Gamma = 1e12 },
        };
        var experiment = TrialFiles.Mlp with { Train = train };
        var oneEpoch = experiment with { Train = train with { Epochs = 1 } };
        _trials.Run(oneEpoch);

        var result = _trials.Run(experiment);

        AssertEnded(experiment, result, RunStatus.Diverged, lastEpoch: 1);
        AssertSameFirstEpoch(oneEpoch, experiment);
    }

    [Fact]
    public void Run_stopped_inside_its_second_epoch_keeps_the_first()
    {
        using var stop = new CancellationTokenSource();
        var stoppedAt = 0;
        var observer = new RecordingObserver
        {
            OnProgress = progress =>
            {
                if (progress.Epoch == 2 && !stop.IsCancellationRequested)
                {
                    stoppedAt = progress.Step;
                    stop.Cancel();
                }
            },
        };
        var oneEpoch = s_long with { Train = s_long.Train with { Epochs = 1 } };
        _trials.Run(oneEpoch, data: s_longData);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        var result = _trials.Run(s_long, observer, stop.Token, s_longData);

        Assert.InRange(stoppedAt, 1, 2499);
        AssertEnded(s_long, result, RunStatus.Interrupted, lastEpoch: 1);
        Assert.Equal("stopped in epoch 2", result.Run.Message);
        AssertSameFirstEpoch(oneEpoch, s_long);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Run_stopped_before_the_end_of_its_first_epoch_has_no_epoch()
    {
        using var stop = new CancellationTokenSource();
        var observer = new RecordingObserver { OnProgress = _ => stop.Cancel() };

        var result = _trials.Run(s_long, observer, stop.Token, s_longData);

        AssertEnded(s_long, result, RunStatus.Interrupted, lastEpoch: 0);
        Assert.Equal("stopped in epoch 1", result.Run.Message);
        Assert.True(result.Resumable);
        Assert.False(File.Exists(_trials.FolderOf(s_long).WeightsFile));
    }

    [Fact]
    public void Run_stopped_before_its_first_step_has_nothing_to_go_on_from()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        var result = _trials.Run(TrialFiles.Mlp, stop: stop.Token);

        Assert.Equal((RunStatus.Interrupted, false), (result.Run.Status, result.Resumable));
        Assert.Empty(Directory.EnumerateFiles(_trials.FolderOf(TrialFiles.Mlp).FullName, "checkpoint*"));
        Assert.Equal(RunStatus.Completed, _trials.Run(TrialFiles.Mlp).Run.Status);
        Assert.True(Directory.Exists(_trials.FolderOf(TrialFiles.Mlp).FullName + ".old-1"));
    }

    [Fact]
    public void Run_that_diverged_before_is_reported_again_and_not_repeated()
    {
        var experiment = TrialFiles.Mlp with { Train = TrialFiles.Mlp.Train with { Optimizer = new SgdSettings { Lr = 1e6 } } };
        var first = _trials.Run(experiment);
        var before = _trials.Snapshot();
        var observer = new RecordingObserver();

        var second = _trials.Run(experiment, observer);

        Assert.Equal((true, first.Run), (second.AlreadyDone, second.Run));
        Assert.Equal(before, _trials.Snapshot());
        Assert.Empty(observer.Starts);
        Assert.False(_trials.Run(experiment, fresh: true).AlreadyDone);
    }

    [Fact]
    public void Run_that_fails_keeps_its_epochs_and_hands_the_error_on()
    {
        var observer = FailingAfterEpoch2("the screen\nis gone");

        Assert.Throws<InvalidOperationException>(() => _trials.Run(TrialFiles.Mlp, observer));

        var run = _trials.RunRow(TrialFiles.Mlp);
        Assert.Equal((RunStatus.Failed, "the screen is gone", 2), (run.Status, run.Message, run.LastEpoch));
        Assert.Equal(2, _trials.Epochs(TrialFiles.Mlp).Count);
        Assert.Equal(run, Assert.Single(_trials.Results(TrialFiles.Mlp)));
    }

    [Fact]
    public void Run_that_fails_between_two_saves_keeps_the_rows_and_weights_of_all_its_epochs()
    {
        var observer = FailingAfterEpoch2("the screen is gone");

        Assert.Throws<InvalidOperationException>(() => _trials.Run(TrialFiles.Mlp, observer, options: _trials.NeverSaved));

        Assert.Equal((RunStatus.Failed, 2), _trials.RunRow(TrialFiles.Mlp) is var run ? (run.Status, run.LastEpoch) : default);
        Assert.Equal(2, _trials.Epochs(TrialFiles.Mlp).Count);
        Assert.Equal([0, 0, 1, 1, 2, 2], _trials.Layers(TrialFiles.Mlp).Select(row => row.Epoch));
        Assert.Equal("2", SafetensorsFile.Read(_trials.FolderOf(TrialFiles.Mlp).WeightsFile).Metadata["epoch"]);
    }

    [Fact]
    public void Run_that_diverges_before_its_first_save_keeps_the_rows_from_before_training()
    {
        var experiment = TrialFiles.Mlp with { Train = TrialFiles.Mlp.Train with { Optimizer = new SgdSettings { Lr = 1e6 } } };

        Assert.Equal(RunStatus.Diverged, _trials.Run(experiment, options: _trials.NeverSaved).Run.Status);

        Assert.Equal([0, 0], _trials.Layers(experiment).Take(2).Select(row => row.Epoch));
    }

    [Fact]
    public void Run_that_cannot_write_its_rows_says_so_in_its_row()
    {
        var table = _trials.FolderOf(TrialFiles.Mlp).EpochsFile;
        var observer = new RecordingObserver
        {
            OnEpoch = row =>
            {
                if (row.Epoch == 1)
                    Directory.CreateDirectory(Path.Combine(table, "in the way"));
            },
        };

        var error = Assert.Throws<UserException>(() => _trials.Run(TrialFiles.Mlp, observer, options: _trials.NeverSaved));

        Assert.StartsWith($"{table}: cannot be written", error.Message);
        var run = _trials.RunRow(TrialFiles.Mlp);
        Assert.Equal((RunStatus.Failed, error.Message, TrialFiles.Mlp.Train.Epochs), (run.Status, run.Message, run.LastEpoch));
    }

    // The row of a trial that did not complete stands in both tables, without a look at the test images.
    private void AssertEnded(Experiment experiment, TrialResult result, RunStatus status, int lastEpoch)
    {
        var run = _trials.RunRow(experiment);
        Assert.Equal(run, result.Run);
        Assert.Contains(run, _trials.Results(experiment));
        Assert.Equal((status, lastEpoch, lastEpoch), (run.Status, run.LastEpoch, run.BestEpoch));
        Assert.Equal((null, null, null, null), (run.TestAccuracy, run.TestAccuracyBest, run.TestLoss, run.TestLossBest));
        Assert.Equal(lastEpoch > 0, run.ValAccuracy is not null);
        Assert.Equal(lastEpoch > 0, File.Exists(_trials.FolderOf(experiment).EpochsFile));
    }

    private void AssertSameFirstEpoch(Experiment whole, Experiment stopped)
    {
        var (expected, actual) = (_trials.FolderOf(whole), _trials.FolderOf(stopped));
        Assert.Equal(TrialFiles.WithoutTimings(expected.EpochsFile), TrialFiles.WithoutTimings(actual.EpochsFile));
        Assert.Equal(File.ReadAllBytes(expected.LayersFile), File.ReadAllBytes(actual.LayersFile));
        Assert.Equal(File.ReadAllBytes(expected.WeightsFile), File.ReadAllBytes(actual.WeightsFile));
        Assert.Equal(File.ReadAllBytes(expected.BestWeightsFile), File.ReadAllBytes(actual.BestWeightsFile));
    }

    private static RecordingObserver FailingAfterEpoch2(string message) => new()
    {
        OnEpoch = row =>
        {
            if (row.Epoch == 2)
                throw new InvalidOperationException(message);
        },
    };
}
