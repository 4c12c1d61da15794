using ActivationLab.Models;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Training;

/// <summary>A copy of a network's parameters and buffers, on its device.</summary>
public sealed class WeightsSnapshot : IDisposable
{
    private readonly Dictionary<string, Tensor> _tensors;

    private WeightsSnapshot(Dictionary<string, Tensor> tensors) => _tensors = tensors;

    /// <summary>The copies, by name (<c>features.0.weight</c>).</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => _tensors;

    /// <summary>Copies what the network has now.</summary>
    public static WeightsSnapshot Take(Network network)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        return new WeightsSnapshot(network.Module.state_dict()
            .ToDictionary(named => named.Key, named => named.Value.detach().clone().DetachFromDisposeScope()));
    }

    /// <summary>Takes over tensors by name: they are freed with the snapshot.</summary>
    internal static WeightsSnapshot Of(IEnumerable<KeyValuePair<string, Tensor>> tensors) =>
        new(tensors.ToDictionary(named => named.Key, named => named.Value.DetachFromDisposeScope()));

    /// <summary>Gives the network these numbers back.</summary>
    public void Restore(Network network)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (var (name, tensor) in network.Module.state_dict())
            tensor.copy_(_tensors[name]);
    }

    /// <summary>Frees the copies.</summary>
    public void Dispose()
    {
        foreach (var tensor in _tensors.Values)
            tensor.Dispose();
    }
}
