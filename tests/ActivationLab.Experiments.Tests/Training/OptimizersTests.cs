using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Experiments.Training;
using ActivationLab.Models;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Tests.Training;

[Collection(TorchCollection.Name)]
public class OptimizersTests(PyTorchTwin pyTorch)
{
    private const int Steps = 20;

    private static readonly Dictionary<string, OptimizerSettings> s_optimizers = new()
    {
        ["sgd"] = new SgdSettings { Lr = 0.05, Momentum = 0 },
        ["sgd momentum"] = new SgdSettings { Lr = 0.02 },
        ["sgd nesterov"] = new SgdSettings { Lr = 0.02, Momentum = 0.8, Nesterov = true },
        ["adam"] = new AdamSettings { Lr = 0.003 },
        ["adam betas"] = new AdamSettings { Lr = 0.003, Beta1 = 0.8, Beta2 = 0.95, Eps = 1e-6 },
        ["adamw"] = new AdamWSettings { Lr = 0.003 },
        ["adamw betas"] = new AdamWSettings { Lr = 0.003, Beta1 = 0.8, Beta2 = 0.95, Eps = 1e-6 },
    };

    /// <summary>(optimizer, weight decay, slopes decayed, model, activation).</summary>
    public static TheoryData<string, double, bool, string, string> All
    {
        get
        {
            var all = new TheoryData<string, double, bool, string, string>();
            foreach (var optimizer in s_optimizers.Keys)
            {
                foreach (var (model, activation) in new[] { ("mlp", "prelu channel"), ("cnn", "prelu layer"), ("mlp", "leaky_relu 0.01"), ("mlp", "dynamic_leaky_relu") })
                {
                    all.Add(optimizer, 0, false, model, activation);
                    all.Add(optimizer, 0.05, false, model, activation);
                    all.Add(optimizer, 0.05, true, model, activation);
                }
            }
            return all;
        }
    }

    [PythonTheory("torch")]
    [MemberData(nameof(All))]
    public void Build_twenty_steps_are_PyTorchs(string optimizer, double decay, bool decaySlopes, string model, string activation)
    {
        var settings = s_optimizers[optimizer] with { WeightDecay = decay, DecaySlopes = decaySlopes };

        var (ours, theirs) = Train(settings, model, activation, ScalarType.Float64);
        foreach (var (name, weights) in theirs.Weights)
        {
            var error = Errors.Relative(ours.Weights[name], weights);
            Assert.True(error <= 1e-9, $"{name}: {error}");
        }

        (ours, theirs) = Train(settings, model, activation, ScalarType.Float32);
        Assert.Equal(Steps, ours.Losses.Length);
        Assert.All(ours.Losses.Zip(theirs.Losses), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1e-4));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Build_decays_slopes_only_when_asked(bool decaySlopes)
    {
        using var scope = NewDisposeScope();
        using var twin = new TwinCase(Variants.Settings("mlp", "prelu channel", batchNorm: false), ScalarType.Float64);
        using var optimizer = Optimizers.Build(new SgdSettings { Lr = 0.5, Momentum = 0, WeightDecay = 0.1, DecaySlopes = decaySlopes }, twin.Network);
        var before = twin.Network.Parameters.ToDictionary(named => named.Key, named => named.Value.ToDoubles());

        // Without any gradient but that of the decay.
        (twin.Network.Module.call(twin.Images.Slice(0, 2).Images) * 0.0).sum().backward();
        optimizer.step();

        foreach (var (name, weights) in before)
        {
            var factor = twin.Network.Blueprint.SlopeNames.Contains(name) && !decaySlopes ? 1 : 1 - 0.5 * 0.1;
            Assert.InRange(Errors.Relative(twin.Weights(name), [.. weights.Select(weight => factor * weight)]), 0, 1e-14);
        }
    }

    private (Training Ours, Training Theirs) Train(OptimizerSettings settings, string model, string activation, ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var twin = new TwinCase(Variants.Settings(model, activation, batchNorm: false), type);
        long[][] batches = [.. Enumerable.Range(0, Steps).Select(step => Enumerable.Range(0, 8).Select(i => (step * 7 + i * 3L) % twin.All.Count).ToArray())];
        var request = twin.Request("train");
        request["optimizer"] = TwinOptimizer.Describe(settings);
        request["batches"] = batches;
        var answer = pyTorch.Ask(request);

        using var optimizer = Optimizers.Build(settings, twin.Network);
        twin.Network.Module.train();
        var losses = new List<double>();
        foreach (var batch in batches)
        {
            using var step = NewDisposeScope();
            var (images, labels) = twin.Images.Select(tensor(batch));
            var loss = nn.functional.cross_entropy(twin.Network.Module.call(images), labels);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
            losses.Add(loss.ToDoubles()[0]);
        }

        var theirs = answer.GetProperty("weights").EnumerateObject().ToDictionary(named => named.Name, named => named.Value.Doubles());
        return (
            new Training([.. losses], theirs.Keys.ToDictionary(name => name, twin.Weights)),
            new Training(answer.GetProperty("losses").Doubles(), theirs));
    }

    private sealed record Training(double[] Losses, Dictionary<string, double[]> Weights);
}
