using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Experiments.Training;
using ActivationLab.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Tests.Training;

[Collection(TorchCollection.Name)]
public class EvaluatorTests
{
    [Theory]
    [InlineData("mlp", "relu", false)]
    [InlineData("cnn", "prelu channel", true)]
    public void Evaluate_many_batches_equals_the_definition_over_all_images(string model, string activation, bool batchNorm)
    {
        const int images = 2 * Evaluator.BatchSize + 203;
        using var twin = new TwinCase(Variants.Settings(model, activation, batchNorm), ScalarType.Float64, images);
        var range = new ImageRange(41, images - 50);

        var evaluation = Evaluator.Evaluate(twin.Network, twin.Images, range);

        var (loss, accuracy) = Directly(twin, range);
        Assert.Equal(loss, evaluation.Loss, 1e-12);
        Assert.Equal(accuracy, evaluation.Accuracy, 1e-15);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Evaluate_leaves_the_network_as_it_was(bool training)
    {
        using var twin = new TwinCase(Variants.Settings("mlp", "relu", batchNorm: true), ScalarType.Float32);
        twin.Network.Module.train(training);
        var before = twin.Network.Module.state_dict().Keys.ToDictionary(name => name, twin.Weights);
        var tensors = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        var first = Evaluator.Evaluate(twin.Network, twin.Images, twin.All);

        Assert.Equal(tensors, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(training, twin.Network.Module.training);
        Assert.All(before, named => Assert.Equal(named.Value, twin.Weights(named.Key)));
        twin.Network.Module.train(!training);
        Assert.Equal(first, Evaluator.Evaluate(twin.Network, twin.Images, twin.All));
    }

    // Mean of -log softmax at the label, in one batch and without torch's losses.
    private static (double Loss, double Accuracy) Directly(TwinCase twin, ImageRange range)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        twin.Network.Module.eval();
        var (images, labels) = twin.Images.Slice(range.Start, range.Count);
        var rows = twin.Network.Module.call(images).ToDoubles().Chunk(10).Zip(labels.ToLongs()).ToArray();
        return (
            rows.Average(row => Math.Log(row.First.Sum(Math.Exp)) - row.First[row.Second]),
            rows.Average(row => row.First.Index().MaxBy(logit => logit.Item).Index == row.Second ? 1.0 : 0.0));
    }
}
