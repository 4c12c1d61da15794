namespace ActivationLab.Models.Blueprints;

/// <summary>A network as a list of layers: what is built, counted, printed and initialised is read from here alone.</summary>
/// <param name="Input">Shape of one image.</param>
/// <param name="Classes">Number of classes, the length of the last layer's output.</param>
/// <param name="Layers">The layers, from the image to the logits.</param>
public sealed record Blueprint(ImageShape Input, int Classes, IReadOnlyList<Layer> Layers)
{
    /// <summary>Numbers that are learned.</summary>
    public long Parameters => Layers.Sum(layer => layer.Parameters);

    /// <summary>Multiply-adds for one image in the forward pass; a multiply-add is two floating-point operations.</summary>
    public long MultiplyAdds => Layers.Sum(layer => layer.MultiplyAdds);

    /// <summary>All layers that are no block of others, a block's in the order body, shortcut, tail.</summary>
    public IEnumerable<Layer> Leaves => Layers.SelectMany(layer => layer is ResidualLayer block ? block.Layers : [layer]);

    /// <summary>The activations, from the image to the logits.</summary>
    public IEnumerable<ActivationLayer> Activations => Leaves.OfType<ActivationLayer>();

    /// <summary>The names of the learned slopes (<c>features.1.weight</c>).</summary>
    public IEnumerable<string> SlopeNames =>
        Activations.Where(layer => layer.Parameters > 0).Select(layer => layer.Name + ".weight");
}
