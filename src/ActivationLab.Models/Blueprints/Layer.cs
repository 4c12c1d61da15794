using ActivationLab.Models.Settings;

namespace ActivationLab.Models.Blueprints;

/// <summary>One layer as data. <paramref name="Name"/> is its module's name as PyTorch would have it: <c>features.0</c>.</summary>
public abstract record Layer(string Name)
{
    /// <summary>Numbers that are learned.</summary>
    public virtual long Parameters => 0;

    /// <summary>Multiply-adds for one image in the forward pass; 0 for layers that only move or compare numbers.</summary>
    public virtual long MultiplyAdds => 0;
}

/// <summary>A layer with a weight, which initialisation draws: fan_in and fan_out count the connections of a unit.</summary>
public abstract record WeightLayer(string Name) : Layer(Name)
{
    /// <summary>Inputs of one output number.</summary>
    public abstract long FanIn { get; }

    /// <summary>Outputs that one input number reaches.</summary>
    public abstract long FanOut { get; }

    /// <summary>Whether the layer adds a bias. Not where batch normalisation follows, which subtracts it again.</summary>
    public bool Bias { get; init; } = true;
}

/// <summary>A fully connected layer.</summary>
public sealed record LinearLayer(string Name, int InFeatures, int OutFeatures) : WeightLayer(Name)
{
    /// <inheritdoc/>
    public override long FanIn => InFeatures;

    /// <inheritdoc/>
    public override long FanOut => OutFeatures;

    /// <inheritdoc/>
    public override long Parameters => (long)InFeatures * OutFeatures + (Bias ? OutFeatures : 0);

    /// <inheritdoc/>
    public override long MultiplyAdds => (long)InFeatures * OutFeatures;
}

/// <summary>A convolution with a square kernel, stride 1; <paramref name="Height"/> and <paramref name="Width"/> are those of its output.</summary>
public sealed record ConvolutionLayer(
    string Name, int InChannels, int OutChannels, int KernelSize, int Padding, int Height, int Width) : WeightLayer(Name)
{
    /// <inheritdoc/>
    public override long FanIn => (long)InChannels * KernelSize * KernelSize;

    /// <inheritdoc/>
    public override long FanOut => (long)OutChannels * KernelSize * KernelSize;

    /// <inheritdoc/>
    public override long Parameters => FanIn * OutChannels + (Bias ? OutChannels : 0);

    /// <inheritdoc/>
    public override long MultiplyAdds => FanIn * OutChannels * Height * Width;
}

/// <summary>Batch normalisation over each unit: a channel where the data are <paramref name="Spatial"/>, else a feature.</summary>
public sealed record BatchNormLayer(string Name, int Units, bool Spatial) : Layer(Name)
{
    /// <inheritdoc/>
    public override long Parameters => 2L * Units;
}

/// <summary>The activation of <paramref name="Units"/> units.</summary>
public sealed record ActivationLayer(string Name, int Units, ActivationSettings Settings) : Layer(Name)
{
    /// <summary>How many slopes are learned.</summary>
    public override long Parameters => Settings is PReluSettings prelu ? prelu.Per == SlopeSharing.Channel ? Units : 1 : 0;
}

/// <summary>Max pooling over squares that do not overlap.</summary>
public sealed record MaxPoolLayer(string Name, int KernelSize) : Layer(Name);

/// <summary>Makes each image one row of features.</summary>
public sealed record FlattenLayer(string Name) : Layer(Name);

/// <summary>Zeroes a share of the features while training.</summary>
public sealed record DropoutLayer(string Name, double Probability) : Layer(Name);
