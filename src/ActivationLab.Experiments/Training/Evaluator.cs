using ActivationLab.Experiments.Data;
using ActivationLab.Models;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Training;

/// <summary>Loss and accuracy over images.</summary>
/// <param name="Loss">Mean cross-entropy.</param>
/// <param name="Accuracy">Share classified right, 0 to 1.</param>
public readonly record struct Evaluation(double Loss, double Accuracy);

/// <summary>Evaluates networks.</summary>
public static class Evaluator
{
    /// <summary>Images a batch: large enough to keep any device busy, small enough for its caches.</summary>
    public const int BatchSize = 500;

    /// <summary>The network's loss and accuracy on a range of images, in evaluation mode. It is left in the mode it was in.</summary>
    public static Evaluation Evaluate(Network network, ResidentImages images, ImageRange range) =>
        Evaluate(network, images, range, (_, _) => { });

    /// <summary>The same; <paramref name="look"/> sees the logits [batch, classes] and labels [batch] of each batch.</summary>
    internal static Evaluation Evaluate(Network network, ResidentImages images, ImageRange range, Action<Tensor, Tensor> look)
    {
        var wasTraining = network.Module.training;
        network.Module.eval();
        try
        {
            using var scope = NewDisposeScope();
            using var mode = inference_mode();
            var device = network.Parameters.Values.First().device;
            var loss = zeros([], ScalarType.Float64, device);
            var correct = zeros([], ScalarType.Int64, device);
            foreach (var (start, count) in range.Batches(BatchSize))
            {
                using var batch = NewDisposeScope();
                var (x, labels) = images.Slice(start, count);
                var logits = network.Module.call(x);
                loss.add_(nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.Sum));
                correct.add_(logits.argmax(1).eq(labels).sum());
                look(logits, labels);
            }
            return new Evaluation(loss.item<double>() / range.Count, (double)correct.item<long>() / range.Count);
        }
        finally
        {
            network.Module.train(wasTraining);
        }
    }
}
