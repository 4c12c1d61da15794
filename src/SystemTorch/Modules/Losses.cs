using static TorchSharp.torch;

namespace TorchSharp
{
    /// <summary>A loss of an input and a target.</summary>
    public abstract class Loss<T1, T2, TResult> : nn.Module<T1, T2, TResult>
    {
        /// <summary>A loss that is reduced in a way.</summary>
        public Loss(nn.Reduction reduction = nn.Reduction.Mean) : base(nameof(Loss<T1, T2, TResult>)) => this.reduction = reduction;

        /// <summary>What becomes of the losses of the samples.</summary>
        public nn.Reduction reduction { get; }
    }

    /// <summary>A loss that weighs classes.</summary>
    public abstract class WeightedLoss<T1, T2, TResult> : Loss<T1, T2, TResult>
    {
        /// <summary>A loss with a weight for each class, or none.</summary>
        public WeightedLoss(Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean) : base(reduction)
        {
            this.weight = weight;
            SetBuffer(nameof(weight), weight);
        }

        /// <summary>The weight of each class, or null.</summary>
        public Tensor? weight { get; }
    }

    namespace Modules
    {
        /// <summary>Cross entropy of logits [samples, classes] and class indices [samples].</summary>
        public sealed class CrossEntropyLoss : WeightedLoss<Tensor, Tensor, Tensor>
        {
            /// <summary>A cross entropy.</summary>
            /// <param name="weight">A weight for each class.</param>
            /// <param name="ignore_index">The target that does not count; -100 where null.</param>
            /// <param name="reduction">What becomes of the losses of the samples.</param>
            /// <param name="label_smoothing">The share of the target that is spread evenly over all classes.</param>
            public CrossEntropyLoss(
                Tensor? weight = null, long? ignore_index = null, nn.Reduction reduction = nn.Reduction.Mean, double label_smoothing = 0)
                : base(weight, reduction)
            {
                this.ignore_index = ignore_index;
                this.label_smoothing = label_smoothing;
            }

            /// <summary>The target that does not count; -100 where null.</summary>
            public long? ignore_index { get; }

            /// <summary>The share of the target that is spread evenly over all classes.</summary>
            public double label_smoothing { get; }

            /// <summary>The loss, a tensor of no dimension unless the reduction is None.</summary>
            public override Tensor forward(Tensor input, Tensor target) =>
                nn.functional.cross_entropy(input, target, weight, ignore_index ?? -100, reduction, label_smoothing);
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            /// <inheritdoc cref="Modules.CrossEntropyLoss"/>
            public static Modules.CrossEntropyLoss CrossEntropyLoss(
                Tensor? weight = null, long? ignore_index = null, Reduction reduction = Reduction.Mean) =>
                new(weight, ignore_index, reduction);
        }
    }
}
