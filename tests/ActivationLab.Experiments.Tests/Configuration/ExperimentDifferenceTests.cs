using ActivationLab.Experiments.Configuration;
using ActivationLab.Models.Settings;

namespace ActivationLab.Experiments.Tests.Configuration;

public class ExperimentDifferenceTests
{
    private static readonly Experiment One = new();

    [Fact]
    public void Between_equal_ones_is_nothing() => Assert.Empty(ExperimentDifference.Between(One, new Experiment { Name = "other", Device = "cpu" }));

    [Fact]
    public void Between_names_each_key_with_both_values()
    {
        var other = One with
        {
            Seed = 43,
            Model = new CnnSettings { Hidden = [7], Activation = new LeakyReluSettings { NegativeSlope = 0.2 } },
            Train = One.Train with { Optimizer = new AdamSettings { Lr = 0.01 } },
        };

        Assert.Equal(
            ["seed: 42 there, 43 here", "model.hidden: [128] there, [7] here", "model.activation.negative_slope: 0.01 there, 0.2 here", "train.optimizer.lr: 0.001 there, 0.01 here"],
            ExperimentDifference.Between(One, other).Select(difference => $"{difference.Key}: {difference.There} there, {difference.Here} here"));
    }

    [Fact]
    public void In_a_file_is_one_line_with_the_cure()
    {
        var other = One with { Train = One.Train with { Scheduler = new CosineSchedulerSettings() } };

        var lines = ExperimentDifference.Between(One, other).Select(difference => difference.In("runs/a/config.yaml").ToString());

        Assert.Equal(
            [
                "runs/a/config.yaml: train.scheduler.name: constant there, cosine here; use --fresh or another name",
                "runs/a/config.yaml: train.scheduler.eta_min: absent there, 0.0 here; use --fresh or another name",
            ],
            lines);
    }
}
