using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Measures;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Experiments.Training;
using ActivationLab.Experiments.Training.Stacks;
using ActivationLab.Models;
using ActivationLab.Models.Settings;
using TorchSharp;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Tests.Training.Stacks;

/// <summary>Members of a stack leave the files that they would leave alone.</summary>
[Collection(TorchCollection.Name)]
public sealed class StackRunTests : IDisposable
{
    private static readonly ActivationSettings[] s_rectifiers =
    [
        new ReluSettings(), new LeakyReluSettings { NegativeSlope = 0.1 }, new PReluSettings(), new PReluSettings { Per = SlopeSharing.Layer },
    ];

    private static readonly Dictionary<string, Experiment> s_shapes = new()
    {
        ["mlp"] = TrialFiles.Mlp with { Model = new MlpSettings { Hidden = [16, 12] }, Train = TrialFiles.Mlp.Train with { Epochs = 2 } },
        ["cnn"] = TrialFiles.Cnn with { Model = new CnnSettings { Channels = [3, 4], Hidden = [10] } },
        ["cnn with batch norm, sgd"] = TrialFiles.Cnn with
        {
            Model = new CnnSettings { Channels = [3, 4], Hidden = [10], BatchNorm = BatchNormPlacement.Before },
            Train = new TrainSettings { Epochs = 2, BatchSize = 32, Optimizer = new SgdSettings { Lr = 0.02 }, Scheduler = new CosineSchedulerSettings() },
        },
    };

    private readonly TrialFiles _stacked = new();
    private readonly TrialFiles _other = new();

    public static TheoryData<string> Shapes => [.. s_shapes.Keys];

    public void Dispose()
    {
        _stacked.Dispose();
        _other.Dispose();
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Run_members_leave_rows_that_follow_from_their_weights(string shape)
    {
        var members = Members(s_shapes[shape]);

        Assert.All(Run(_stacked, members), outcome => Assert.Equal(RunStatus.Completed, outcome.Result!.Run.Status));

        // A stored network is evaluated and probed as one that was trained alone.
        foreach (var member in members)
        {
            var (validation, test, layers) = Assess(member);
            var (epoch, run) = (_stacked.Epochs(member)[^1], _stacked.RunRow(member));
            Assert.Equal((validation.Accuracy, test.Accuracy), (epoch.ValAccuracy, run.TestAccuracy));
            Assert.Equal(validation.Loss, epoch.ValLoss);
            Assert.Equal(layers, _stacked.Layers(member).Where(row => row.Epoch == 2));
            Assert.Equal(4, run.StackMembers);
        }
    }

    [Theory]
    [InlineData("mlp")]
    [InlineData("cnn")]
    public void Run_that_learns_nothing_leaves_the_rows_of_solo_runs(string shape)
    {
        // Steps too small for single precision: all weights stay as they are, so all that is measured is equal to the last digit.
        var members = Members(s_shapes[shape] with
        {
            Train = s_shapes[shape].Train with { Optimizer = new SgdSettings { Lr = 1e-12, Momentum = 0 } },
        });

        Run(_stacked, members);

        foreach (var member in members)
        {
            _other.Run(member);
            var (solo, stacked) = (_other.Epochs(member), _stacked.Epochs(member));
            Assert.Equal(Comparable(solo), Comparable(stacked));
            Assert.All(solo.Zip(stacked), pair => Assert.Equal(pair.First.TrainLoss, pair.Second.TrainLoss, 1e-5));
            Assert.Equal(File.ReadAllBytes(_other.FolderOf(member).LayersFile), File.ReadAllBytes(_stacked.FolderOf(member).LayersFile));
            Assert.Equal(File.ReadAllBytes(_other.FolderOf(member).ConfigFile), File.ReadAllBytes(_stacked.FolderOf(member).ConfigFile));
            Assert.Equal(
                _other.RunRow(member) with { Seconds = 0, ImagesPerSecond = 0 },
                _stacked.RunRow(member) with { Seconds = 0, ImagesPerSecond = 0, StackMembers = 1 });
        }

        static IEnumerable<EpochRow> Comparable(IEnumerable<EpochRow> rows) =>
            rows.Select(row => row with { TrainLoss = 0, EpochSeconds = 0, ImagesPerSecond = 0, ProbeSeconds = 0 });
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Run_stopped_and_gone_on_with_ends_as_a_stack_that_never_was(string shape)
    {
        var members = Members(s_shapes[shape]);
        Run(_other, members);
        var tensors = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        var processes = 1;
        while (RunSteps(_stacked, members, 7) is var outcomes && outcomes.Any(outcome => outcome.Result is { Resumable: true }))
            Assert.InRange(++processes, 1, 100);

        Assert.Equal(6, processes); // 2 epochs of 19 steps
        Assert.All(members, member => TrialFiles.AssertSame(_other.FolderOf(member), _stacked.FolderOf(member)));
        Assert.Equal(tensors, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Run_of_members_that_are_not_equally_far_completes_them_all()
    {
        var members = Members(s_shapes["mlp"]);
        RunSteps(_stacked, members[..2], 7);
        RunSteps(_stacked, members[2..3], 25);

        Assert.All(Run(_stacked, members), outcome => Assert.Equal(RunStatus.Completed, outcome.Result!.Run.Status));

        foreach (var member in members)
            AssertNear(_other.Run(member).Run, _stacked.RunRow(member));
    }

    [Fact]
    public void Run_of_a_member_alone_goes_on_from_the_checkpoint_of_its_stack()
    {
        var members = Members(s_shapes["cnn with batch norm, sgd"]);
        RunSteps(_stacked, members, 25);

        var result = _stacked.Run(members[2]);

        Assert.Equal((RunStatus.Completed, 1), (result.Run.Status, result.Run.StackMembers));
        AssertNear(_other.Run(members[2]).Run, result.Run);
    }

    [Fact]
    public void Run_with_a_member_that_diverges_records_it_and_disturbs_no_other()
    {
        var members = Members(s_shapes["mlp"]);
        members[1] = members[1] with { Train = members[1].Train with { Optimizer = new AdamSettings { Lr = 1e25 } } };

        var outcomes = Run(_stacked, members);

        Assert.Equal(
            [RunStatus.Completed, RunStatus.Diverged, RunStatus.Completed, RunStatus.Completed],
            outcomes.Select(outcome => outcome.Result!.Run.Status));
        var alone = _other.Run(members[1]).Run;
        Assert.Equal((alone.Status, alone.Message), (outcomes[1].Result!.Run.Status, outcomes[1].Result!.Run.Message));
        foreach (var member in (Experiment[])[members[0], .. members[2..]])
            AssertNear(_other.Run(member).Run, _stacked.RunRow(member));
    }

    [Fact]
    public void Run_of_members_with_other_numbers_of_epochs_ends_each_after_its_own()
    {
        var members = Members(s_shapes["mlp"]);
        members[3] = members[3] with { Train = members[3].Train with { Epochs = 4 } };

        Run(_stacked, members);

        Assert.Equal([2, 2, 2, 4], members.Select(member => _stacked.RunRow(member).LastEpoch));
        Assert.Equal([4, 4, 4, 1], members.Select(member => _stacked.RunRow(member).StackMembers));
        AssertNear(_other.Run(members[3]).Run, _stacked.RunRow(members[3]));
    }

    [Fact]
    public void Run_leaves_members_alone_that_have_ended_or_are_written_by_another()
    {
        var members = Members(s_shapes["mlp"]);
        var ended = _stacked.Run(members[0]);
        var bytes = File.ReadAllBytes(_stacked.FolderOf(members[0]).RunFile);
        using var writer = _stacked.FolderOf(members[1]).Open(fresh: false);

        var outcomes = Run(_stacked, members);

        Assert.True(outcomes[0].Result!.AlreadyDone);
        Assert.Equal(ended.Run, outcomes[0].Result!.Run);
        Assert.Equal(bytes, File.ReadAllBytes(_stacked.FolderOf(members[0]).RunFile));
        Assert.Contains("is writing this run", Assert.IsType<RunInUseException>(outcomes[1].Error).Message);
        Assert.All(outcomes.Skip(2), outcome => Assert.Equal(RunStatus.Completed, outcome.Result!.Run.Status));
    }

    [Fact]
    public void Run_whose_member_cannot_write_its_files_completes_the_others()
    {
        var members = Members(s_shapes["mlp"]);
        var broken = _stacked.FolderOf(members[2]);

        var outcomes = StackRun.Run(members, Options(_stacked), member => new RecordingObserver
        {
            OnEpoch = row =>
            {
                // A folder in the place of the file.
                if (ReferenceEquals(member, members[2]) && row.Epoch == 1)
                    Directory.CreateDirectory(Path.Combine(broken.FullName, "weights.safetensors"));
            },
        }, CancellationToken.None, TrialFiles.Data);

        Assert.IsType<UserException>(outcomes[2].Error);
        Assert.Equal([true, true, false, true], outcomes.Select(outcome => outcome.Result?.Run.Status == RunStatus.Completed));
    }

    [Fact]
    public void Run_of_networks_of_different_shapes_is_refused()
    {
        var members = Members(s_shapes["mlp"]);
        members[0] = members[0] with { Model = new MlpSettings { Hidden = [16, 13] } };

        Assert.Throws<ArgumentException>(() => Run(_stacked, members));
        Assert.False(Directory.Exists(Path.Combine(_stacked.RunsFolder, members[1].Name)));
    }

    private static Experiment[] Members(Experiment shape) => [.. s_rectifiers.Select((rectifier, index) => shape with
    {
        Seed = 10 + index % 2,
        Model = shape.Model with { Activation = rectifier },
        Train = shape.Train with { Optimizer = Scaled(shape.Train.Optimizer, 1 + index * 0.25) },
    })];

    private static OptimizerSettings Scaled(OptimizerSettings settings, double factor) => settings switch
    {
        SgdSettings sgd => sgd with { Lr = sgd.Lr * factor },
        AdamSettings adam => adam with { Lr = adam.Lr * factor },
        _ => settings,
    };

    private static TrialOptions Options(TrialFiles files) => new() { RunsFolder = files.RunsFolder, Threads = 1, SecondsBetweenReports = 0 };

    private static IReadOnlyList<MemberOutcome> Run(TrialFiles files, IReadOnlyList<Experiment> members) =>
        StackRun.Run(members, Options(files), _ => new RecordingObserver(), CancellationToken.None, TrialFiles.Data);

    // A process that is stopped after so many steps.
    private static IReadOnlyList<MemberOutcome> RunSteps(TrialFiles files, IReadOnlyList<Experiment> members, int steps)
    {
        using var stop = new CancellationTokenSource();
        var done = 0;
        return StackRun.Run(members, Options(files), member => new RecordingObserver
        {
            OnProgress = _ =>
            {
                if (ReferenceEquals(member, members[0]) && ++done == steps)
                    stop.Cancel();
            },
        }, stop.Token, TrialFiles.Data);
    }

    private static void AssertNear(RunRow solo, RunRow stacked)
    {
        Assert.Equal((solo.Status, solo.LastEpoch), (stacked.Status, stacked.LastEpoch));
        // Some of 250 test and 100 validation images may be on the edge.
        Assert.Equal(solo.TestLoss!.Value, stacked.TestLoss!.Value, 0.02 * solo.TestLoss.Value);
        Assert.Equal(solo.TestAccuracy!.Value, stacked.TestAccuracy!.Value, 0.0201);
        Assert.Equal(solo.ValAccuracy!.Value, stacked.ValAccuracy!.Value, 0.0301);
    }

    private (Evaluation Validation, Evaluation Test, IEnumerable<LayerRow> Layers) Assess(Experiment member)
    {
        using var network = Network.Build(member.Model, DatasetCatalog.Mnist.Shape, 10, seed: 0);
        WeightsReader.Load(_stacked.FolderOf(member).WeightsFile, network);
        using var train = new ResidentImages(TrialFiles.Data.Train, DatasetCatalog.Mnist, CPU);
        using var test = new ResidentImages(TrialFiles.Data.Test, DatasetCatalog.Mnist, CPU);
        var split = Split.Of(train.Count, member);
        var measured = new Measurement(UnitProbe.Measure(network, train, split.Probe), null, split.ProbeText, split.Probe.Count, 0);
        var before = _stacked.Layers(member);
        return (
            Evaluator.Evaluate(network, train, split.Validation),
            Evaluator.Evaluate(network, test, new ImageRange(0, test.Count)),
            // Turnover is of two measurements.
            TrialRows.Layers(2, measured).Select((row, index) => row with
            {
                Died = before.Where(other => other.Epoch == 2).ElementAt(index).Died,
                Revived = before.Where(other => other.Epoch == 2).ElementAt(index).Revived,
            }));
    }
}
