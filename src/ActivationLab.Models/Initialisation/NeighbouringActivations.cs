using ActivationLab.Models.Blueprints;

namespace ActivationLab.Models.Initialisation;

/// <summary>A layer with a weight, and the activations that data pass last before it and first after it.</summary>
internal readonly record struct NeighbouringActivations(WeightLayer Layer, ActivationLayer? Before, ActivationLayer? After)
{
    /// <summary>All layers with weights, in the order of <see cref="Blueprint.Leaves"/>.</summary>
    public static IEnumerable<NeighbouringActivations> Of(Blueprint blueprint) => Of(blueprint.Layers, before: null, after: null);

    // A shortcut starts from the block's input and ends at its sum, whatever stands in the body beside it.
    private static IEnumerable<NeighbouringActivations> Of(IReadOnlyList<Layer> layers, ActivationLayer? before, ActivationLayer? after)
    {
        foreach (var (index, layer) in layers.Index())
        {
            var next = Leaves(layers.Skip(index + 1)).OfType<ActivationLayer>().FirstOrDefault() ?? after;
            if (layer is WeightLayer weighted)
            {
                yield return new(weighted, before, next);
            }
            else if (layer is ResidualLayer block)
            {
                var sum = block.Tail.OfType<ActivationLayer>().FirstOrDefault() ?? next;
                foreach (var inner in Of(block.Body, before, sum).Concat(Of(block.Shortcut, before, sum)))
                    yield return inner;
                foreach (var inner in Of(block.Tail, block.Body.OfType<ActivationLayer>().LastOrDefault() ?? before, next))
                    yield return inner;
            }
            before = Leaves([layer]).OfType<ActivationLayer>().LastOrDefault() ?? before;
        }
    }

    private static IEnumerable<Layer> Leaves(IEnumerable<Layer> layers) =>
        layers.SelectMany(layer => layer is ResidualLayer block ? block.Layers : [layer]);
}
