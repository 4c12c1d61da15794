namespace ActivationLab.Experiments.Benchmarks;

/// <summary>What <see cref="ActivationBench"/> measures, and how.</summary>
public sealed record ActivationBenchOptions
{
    /// <summary>The activations. Default: all of the lab, ReLU itself among them, whose ratio to itself shows what chance does.</summary>
    public IReadOnlyList<BenchedActivation> Activations { get; init; } = BenchedActivation.All;

    /// <summary>
    /// Sizes of the pre-activations. Default: those of the MNIST MLP's first layer at batches of 64 and 256, and of the first convolution of
    /// the MNIST CNN at a batch of 64.
    /// </summary>
    public IReadOnlyList<TensorSize> Sizes { get; init; } = [new(64, 512), new(256, 512), new(64, 32, (28, 28))];

    /// <summary>How they lie in memory. Default: both ways. A tensor of two dimensions has only one.</summary>
    public IReadOnlyList<TensorLayout> Layouts { get; init; } = [TensorLayout.Contiguous, TensorLayout.ChannelsLast];

    /// <summary>The device, as configurations name it. Default <c>auto</c>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Threads of a tensor operation; null for the cores that the process may use.</summary>
    public int? Threads { get; init; }

    /// <summary>How often each activation and ReLU take turns: each time gives one ratio. Default 21.</summary>
    public int Rounds { get; init; } = 21;

    /// <summary>How long an activation is measured before it is the other's turn, at least. Default 3 ms.</summary>
    public TimeSpan Turn { get; init; } = TimeSpan.FromMilliseconds(3);

    /// <summary>Tells the time. Default: the system's clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The comparisons that these options mean, in the order in which they are made.</summary>
    public IReadOnlyList<ActivationComparison> Comparisons =>
    [
        .. from size in Sizes
           from layout in Layouts.Where(layout => size.Map is not null || layout == TensorLayout.Contiguous)
           from activation in Activations
           from form in ActivationForm.Of(activation.Settings)
           from pass in Enum.GetValues<BenchPass>()
           select new ActivationComparison(activation, size, layout, form, pass),
    ];
}
