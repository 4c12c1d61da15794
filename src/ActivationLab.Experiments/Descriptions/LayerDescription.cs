namespace ActivationLab.Experiments.Descriptions;

/// <summary>One layer of a network in words and figures; as a row of CSV, one a layer in the order in which data pass them.</summary>
public sealed record LayerDescription
{
    /// <summary>Position in the network, from 1.</summary>
    public required int Layer { get; init; }

    /// <summary>Name of the layer's module, as PyTorch names it (<c>features.0</c>).</summary>
    public required string Module { get; init; }

    /// <summary>Name of the residual block that the layer is in; empty outside of blocks.</summary>
    public required string Block { get; init; }

    /// <summary>Its place in the block: <c>body</c>, <c>shortcut</c> (beside the body) or <c>tail</c> (after their sum); empty outside of blocks.</summary>
    public required string Part { get; init; }

    /// <summary>What kind of layer: <c>convolution</c>, <c>linear</c>, <c>batch_norm</c>, <c>activation</c> …</summary>
    public required string Kind { get; init; }

    /// <summary>What it does: <c>convolution 3×3, 32 → 64 channels</c>.</summary>
    public required string Description { get; init; }

    /// <summary>Shape of its output for one image: channels x rows x columns, or the number of features.</summary>
    public required string Output { get; init; }

    /// <summary>Numbers that are learned.</summary>
    public required long Parameters { get; init; }

    /// <summary>Multiply-adds of its matrix products for one image in the forward pass.</summary>
    public required long MultiplyAdds { get; init; }

    /// <summary>The distribution that its weights start from: <c>normal</c> or <c>uniform</c>; empty without weights.</summary>
    public string Init { get; init; } = "";

    /// <summary>Standard deviation of that distribution, whose mean is 0; null without weights.</summary>
    public double? InitStd { get; init; }

    /// <summary>f(z) of an activation, with the values of its settings; empty for other layers.</summary>
    public string Formula { get; init; } = "";
}
