using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Training.Stacks;
using ActivationLab.Models.Settings;

namespace ActivationLab.Experiments.Tests.Training.Stacks;

public class StackKeyTests
{
    private static readonly Experiment s_base = new() { Model = new CnnSettings(), Train = new TrainSettings { Optimizer = new SgdSettings() } };

    public static TheoryData<Experiment> OfTheSame =>
    [
        s_base with { Name = "other", Seed = 7 },
        s_base with { Probe = new ProbeSettings { Images = 50, EveryEpochs = 3 } },
        s_base with { Model = s_base.Model with { Activation = new PReluSettings(), Init = new XavierNormalSettings() } },
        s_base with { Train = s_base.Train with { Epochs = 9, WarmupEpochs = 1, ClipGradNorm = 2, Scheduler = new CosineSchedulerSettings() } },
        s_base with { Train = s_base.Train with { Optimizer = new SgdSettings { Lr = 0.3, Momentum = 0, WeightDecay = 0.1, DecaySlopes = true } } },
    ];

    public static TheoryData<Experiment> OfAnother =>
    [
        s_base with { Device = "cpu" },
        s_base with { Data = s_base.Data with { Name = DatasetName.FashionMnist } },
        s_base with { Data = s_base.Data with { Validation = 6000 } },
        s_base with { Data = s_base.Data with { Augment = new RandomAugmentSettings() } },
        s_base with { Data = s_base.Data with { Augment = new RandomAugmentSettings { Cutout = 8 } } },
        s_base with { Model = new CnnSettings { Channels = [8] } },
        s_base with { Model = s_base.Model with { Activation = new GeluSettings() } },
        s_base with { Train = s_base.Train with { BatchSize = 65 } },
        s_base with { Train = s_base.Train with { LabelSmoothing = 0.1 } },
        s_base with { Train = s_base.Train with { Precision = TrainPrecision.Tf32 } },
        s_base with { Train = s_base.Train with { Optimizer = new SgdSettings { Nesterov = true } } },
        s_base with { Train = s_base.Train with { Optimizer = new AdamSettings() } },
        s_base with { Train = s_base.Train with { Optimizer = new AdamWSettings() } },
    ];

    [Theory]
    [MemberData(nameof(OfTheSame))]
    public void Of_trials_that_differ_in_what_is_each_members_own_is_equal(Experiment other) => Assert.Equal(StackKey.Of(s_base), StackKey.Of(other));

    [Theory]
    [MemberData(nameof(OfAnother))]
    public void Of_trials_that_differ_in_anything_else_differs(Experiment other) => Assert.NotEqual(StackKey.Of(s_base), StackKey.Of(other));

    [Fact]
    public void Of_all_that_are_of_another_differ_from_each_other() =>
        Assert.Distinct(OfAnother.Cast<object[]>().Select(row => StackKey.Of((Experiment)row[0])));

    [Fact]
    public void Obstacle_of_bf16_is_its_second_network()
    {
        Assert.Contains("bf16", StackKey.Obstacle(s_base with { Train = s_base.Train with { Precision = TrainPrecision.Bf16 } }));
        Assert.Null(StackKey.Obstacle(s_base with { Train = s_base.Train with { Precision = TrainPrecision.Tf32 } }));
    }

    [Fact]
    public void Obstacle_is_that_of_the_network()
    {
        Assert.Null(StackKey.Obstacle(s_base));
        Assert.Contains("dropout", StackKey.Obstacle(s_base with { Model = new MlpSettings { Dropout = 0.1 } }));
        Assert.Contains("rrelu", StackKey.Obstacle(s_base with { Model = new MlpSettings { Activation = new RReluSettings() } }));
    }
}
