using System.Security.Cryptography;
using System.Text;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;
using ActivationLab.Models.Settings;

namespace ActivationLab.Experiments.Tests.Runs;

public class CellNameTests
{
    private static readonly Experiment Leaky = new();

    public static TheoryData<NetworkSettings, string> Words => new()
    {
        { new CnnSettings(), "cnn-leaky_relu-0.01-" },
        { new CnnSettings { Activation = new ReluSettings() }, "cnn-relu-" },
        { new MlpSettings { Activation = new PReluSettings() }, "mlp-prelu-channel-0.25-" },
        { new MlpSettings { Activation = new PReluSettings { Per = SlopeSharing.Layer, Init = 0 } }, "mlp-prelu-layer-0-" },
        { new CnnSettings { Activation = new LeakyReluSettings { NegativeSlope = 1e-7 } }, "cnn-leaky_relu-1e-07-" },
        { new CnnSettings { Activation = new LeakyReluSettings { NegativeSlope = -0.5 } }, "cnn-leaky_relu--0.5-" },
    };

    [Theory]
    [MemberData(nameof(Words))]
    public void Of_begins_with_network_activation_and_its_settings(NetworkSettings model, string words)
    {
        var name = CellName.Of(Leaky with { Model = model });
        Assert.StartsWith(words, name);
        Assert.Matches("^[a-z0-9._-]{1,89}$", name);
        Assert.Matches("^[0-9a-f]{8}$", name[words.Length..]);
    }

    [Fact]
    public void Of_ends_in_the_hash_of_the_resolved_configuration()
    {
        var canonical = ExperimentYaml.Write(Leaky with { Name = "x", Seed = 0, Device = "auto" });
        var digest = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
        Assert.EndsWith("-" + digest[..8].ToLowerInvariant(), CellName.Of(Leaky));
    }

    [Fact]
    public void Of_ignores_name_seed_and_device() =>
        Assert.Equal(CellName.Of(Leaky), CellName.Of(Leaky with { Name = "other", Seed = 7, Device = "cuda:1" }));

    [Fact]
    public void Of_single_precision_is_the_same_said_or_not()
    {
        var said = Leaky with { Train = Leaky.Train with { Precision = TrainPrecision.Float32 } };

        Assert.Equal(Leaky, said);
        Assert.Equal("cnn-leaky_relu-0.01-499c16be", CellName.Of(said)); // that of version 0.1, which knew no other
        Assert.DoesNotContain("precision", ExperimentYaml.Write(said));
    }

    [Fact]
    public void Of_differs_whenever_a_number_of_the_trial_may_differ()
    {
        Experiment[] experiments =
        [
            Leaky,
            Leaky with { Data = Leaky.Data with { Validation = 6000 } },
            Leaky with { Data = Leaky.Data with { Name = DatasetName.FashionMnist } },
            Leaky with { Train = Leaky.Train with { Epochs = 6 } },
            Leaky with { Train = Leaky.Train with { Optimizer = new AdamSettings { WeightDecay = 1e-4 } } },
            Leaky with { Train = Leaky.Train with { Optimizer = new AdamWSettings() } },
            Leaky with { Train = Leaky.Train with { Precision = TrainPrecision.Bf16 } },
            Leaky with { Train = Leaky.Train with { Precision = TrainPrecision.Tf32 } },
            Leaky with { Train = Leaky.Train with { Scheduler = new CosineSchedulerSettings() } },
            Leaky with { Probe = new ProbeSettings { Images = 900 } },
            Leaky with { Model = Leaky.Model with { BatchNorm = BatchNormPlacement.Before } },
            Leaky with { Model = Leaky.Model with { Init = new KaimingNormalSettings { A = 0 } } },
        ];
        Assert.Equal(experiments.Length, experiments.Select(CellName.Of).Distinct().Count());
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public void Of_is_the_same_under_every_culture(string culture)
    {
        var expected = CellName.Of(Leaky);
        Cultures.Under(culture, () => Assert.Equal(expected, CellName.Of(Leaky)));
    }

    [Fact]
    public void SettingsName_is_that_of_configurations()
    {
        Assert.Equal("adamw", SettingsName.Of(new AdamWSettings()));
        Assert.Equal("one_cycle", SettingsName.Of(new OneCycleSchedulerSettings()));
        Assert.Throws<ArgumentException>(() => SettingsName.Of(new ProbeSettings()));
    }
}
