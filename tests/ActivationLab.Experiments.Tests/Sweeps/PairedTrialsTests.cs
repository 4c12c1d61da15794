using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Experiments.Training;
using ActivationLab.Models;
using ActivationLab.Models.Activations;
using ActivationLab.Models.Blueprints;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Tests.Sweeps;

/// <summary>Trials of different variants with the same seed differ in their variant alone.</summary>
[Collection(TorchCollection.Name)]
public sealed class PairedTrialsTests : IDisposable
{
    private const string Variants = """
        seeds: 2
        variants:
          ReLU: { model.activation: relu }
          Leaky 0.01: { model.activation: leaky_relu }
          Leaky 0.3: { model.activation: { name: leaky_relu, negative_slope: 0.3 } }
          PReLU: { model.activation: prelu }
          RReLU: { model.activation: rrelu }
          Dynamic: { model.activation: dynamic_leaky_relu }
          Slow: { train.optimizer.lr: 0.0001 }
        """;

    private readonly SweepFiles _files = new();

    public PairedTrialsTests() => _files.Write("base.yaml", """
        data: { name: mnist, augment: { name: random, crop_padding: 2, cutout: 4 } }
        model: { name: cnn, channels: [4], hidden: [16], dropout: 0.1, init: { name: kaiming_normal, bias: 0.2 } }
        train: { batch_size: 20, optimizer: { name: sgd, lr: 0.01 } }
        """);

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Trials_of_one_seed_see_the_same_images_changed_in_the_same_way_in_the_same_order()
    {
        var sweep = _files.Load(Variants);
        var seen = sweep.Trials.ToLookup(trial => trial.Seed, trial => Batches(trial.Experiment));

        Assert.Equal([42, 43], seen.Select(trials => trials.Key));
        Assert.All(seen, trials => Assert.Equal(7, trials.Count()));
        Assert.All(seen, trials => Assert.All(trials, batches => Assert.Equal(trials.First(), batches)));
        // Two epochs of 5 batches: no two alike, of one seed or of two.
        Assert.Equal(20, seen.SelectMany(trials => trials.First()).Distinct().Count());
    }

    [Fact]
    public void Trials_of_one_seed_start_from_weights_that_are_equal_up_to_the_gain_of_their_activation()
    {
        var trials = _files.Load(Variants).Trials.Where(trial => trial.Seed == 42).ToArray();
        var reference = Parameters(trials[0].Experiment);
        Assert.Equal(["classifier", "features"], reference.Keys.Select(name => name.Split('.')[0]).Distinct().Order());
        foreach (var trial in trials)
        {
            // The gain that the theory of He et al. 2015 gives, written out here: g² = 2 / (1 + a²); that of ReLU is √2.
            var slope = trial.Experiment.Model.Activation!.InitialNegativeSlope!.Value;
            var ratio = 1 / Math.Sqrt(1 + slope * slope);
            Assert.Equal(ActivationGain.Of(trial.Experiment.Model.Activation!) / Math.Sqrt(2), ratio, 1e-12);

            var parameters = Parameters(trial.Experiment);
            Assert.All(reference, weights =>
            {
                var expected = weights.Key.EndsWith(".bias", StringComparison.Ordinal) ? weights.Value : [.. weights.Value.Select(weight => ratio * weight)];
                Assert.InRange(Errors.Relative(parameters[weights.Key], expected), 0, 1e-6); // single precision
            });
        }
    }

    [Fact]
    public void Trials_of_two_seeds_start_from_other_weights()
    {
        var trials = _files.Load(Variants).Trials.Where(trial => trial.Cell.Variant == "ReLU").ToArray();
        var (first, second) = (Parameters(trials[0].Experiment), Parameters(trials[1].Experiment));
        Assert.All(first.Keys.Where(name => name.EndsWith(".weight", StringComparison.Ordinal)), name => Assert.InRange(Errors.Relative(first[name], second[name]), 0.1, 10));
    }

    // Weights and biases of layers; learned slopes are the variant's own.
    private static Dictionary<string, double[]> Parameters(Experiment experiment)
    {
        using var network = Build(experiment);
        var layers = network.Blueprint.Leaves.OfType<WeightLayer>().SelectMany(layer => (string[])[$"{layer.Name}.weight", $"{layer.Name}.bias"]).ToHashSet();
        return network.Parameters.Where(parameter => layers.Contains(parameter.Key)).ToDictionary(parameter => parameter.Key, parameter => parameter.Value.ToDoubles());
    }

    // A hash of every batch that enters the network in two epochs.
    private static List<string> Batches(Experiment experiment)
    {
        using var images = new ResidentImages(SyntheticImages.Make(100, 1, 28, seed: 3), SyntheticImages.Info(1), CPU);
        using var network = Build(experiment);
        var batches = new List<string>();
        network.Module.register_forward_pre_hook((_, batch) =>
        {
            batches.Add(Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<double>(batch.ToDoubles()))));
            return batch;
        });
        using var trainer = new EpochTrainer(network, images, new ImageRange(0, 100), experiment.Train, experiment.Seed, experiment.Data.Augment);
        trainer.Train(1);
        trainer.Train(2);
        return batches;
    }

    private static Network Build(Experiment experiment) => Network.Build(experiment.Model, new ImageShape(1, 28, 28), 10, experiment.Seed);
}
