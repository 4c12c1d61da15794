namespace ActivationLab.Models.Blueprints;

/// <summary>One layer as data. <paramref name="Name"/> is its module's name as PyTorch would have it: <c>features.0</c>.</summary>
public abstract record Layer(string Name)
{
    /// <summary>The shape of what leaves the layer, for one image; features after flattening are channels of 1×1.</summary>
    public required ImageShape Output { get; init; }

    /// <summary>Numbers that are learned.</summary>
    public virtual long Parameters => 0;

    /// <summary>Multiply-adds for one image in the forward pass; 0 for layers that only move, scale or compare numbers.</summary>
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

/// <summary>A convolution with a square kernel.</summary>
public sealed record ConvolutionLayer(string Name, int InChannels, int OutChannels, int KernelSize, int Stride, int Padding) : WeightLayer(Name)
{
    /// <inheritdoc/>
    public override long FanIn => (long)InChannels * KernelSize * KernelSize;

    /// <inheritdoc/>
    public override long FanOut => (long)OutChannels * KernelSize * KernelSize;

    /// <inheritdoc/>
    public override long Parameters => FanIn * OutChannels + (Bias ? OutChannels : 0);

    /// <inheritdoc/>
    public override long MultiplyAdds => FanIn * Output.Size;
}

/// <summary>Batch normalisation over each unit: a channel where the data are <paramref name="Spatial"/>, else a feature.</summary>
public sealed record BatchNormLayer(string Name, int Units, bool Spatial) : Layer(Name)
{
    /// <inheritdoc/>
    public override long Parameters => 2L * Units;
}

/// <summary>Pooling over squares, of their largest values or their mean.</summary>
/// <param name="Name">The module's name.</param>
/// <param name="Kind">What is kept of a square.</param>
/// <param name="KernelSize">Rows and columns of a square.</param>
/// <param name="Stride">Pixels from one square to the next.</param>
/// <param name="CeilMode">Whether a last square that reaches beyond the image counts too, with the pixels that there are.</param>
public sealed record PoolLayer(string Name, PoolKind Kind, int KernelSize, int Stride, bool CeilMode) : Layer(Name);

/// <summary>What pooling keeps of a square.</summary>
public enum PoolKind
{
    /// <summary>The largest value.</summary>
    Max,

    /// <summary>The mean.</summary>
    Average,
}

/// <summary>The mean of each channel over all positions.</summary>
public sealed record GlobalAveragePoolLayer(string Name) : Layer(Name);

/// <summary>Makes each image one row of features.</summary>
public sealed record FlattenLayer(string Name) : Layer(Name);

/// <summary>Zeroes a share of the values while training.</summary>
public sealed record DropoutLayer(string Name, double Probability) : Layer(Name);

/// <summary>Takes every <paramref name="Stride"/>-th pixel and adds channels of zeros up to <paramref name="OutChannels"/>.</summary>
public sealed record PadShortcutLayer(string Name, int Stride, int OutChannels) : Layer(Name);

/// <summary>
/// A residual block: tail(body(x) + shortcut(x)), without a shortcut tail(body(x) + x) (He et al. 2016, arXiv 1512.03385, eq. 1 and 2).
/// </summary>
/// <param name="Name">The block's name (<c>layer1.0</c>), which the names of its layers begin with.</param>
/// <param name="Body">The layers whose output is added.</param>
/// <param name="Shortcut">The layers on the way around them; none for the input itself.</param>
/// <param name="Tail">The layers after the sum.</param>
public sealed record ResidualLayer(string Name, IReadOnlyList<Layer> Body, IReadOnlyList<Layer> Shortcut, IReadOnlyList<Layer> Tail)
    : Layer(Name)
{
    /// <summary>All layers of the block.</summary>
    public IEnumerable<Layer> Layers => [.. Body, .. Shortcut, .. Tail];

    /// <inheritdoc/>
    public override long Parameters => Layers.Sum(layer => layer.Parameters);

    /// <inheritdoc/>
    public override long MultiplyAdds => Layers.Sum(layer => layer.MultiplyAdds);
}
