using ActivationLab.Models.Blueprints;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ActivationLab.Models.Stacks;

/// <summary>One batch normalisation of all members in training mode, over each unit of each member, with their running statistics.</summary>
internal sealed class StackedNorm : IDisposable
{
    private readonly Tensor _mean; // [members, units]
    private readonly Tensor _variance;
    private readonly Tensor _tracked; // [members]: batches that the members had seen when they were gathered
    private long _batches;

    public StackedNorm(BatchNormLayer layer, int members, Tensor like)
    {
        Name = layer.Name;
        _mean = zeros([members, layer.Units], dtype: like.dtype, device: like.device).DetachFromDisposeScope();
        _variance = ones([members, layer.Units], dtype: like.dtype, device: like.device).DetachFromDisposeScope();
        _tracked = zeros([members], dtype: ScalarType.Int64, device: like.device).DetachFromDisposeScope();
    }

    /// <summary>The layer's name.</summary>
    public string Name { get; }

    /// <summary>Normalises, with the modules' own momentum and eps, which are PyTorch's defaults.</summary>
    /// <param name="x">The units of all members in dimension 1.</param>
    /// <param name="weight">[members, units].</param>
    /// <param name="bias">[members, units].</param>
    public Tensor Forward(Tensor x, Tensor weight, Tensor bias)
    {
        _batches++;
        return functional.batch_norm(x, _mean.view(-1), _variance.view(-1), weight.flatten(), bias.flatten(), training: true);
    }

    /// <summary>Copies a member's running statistics from its network's state into the stack.</summary>
    public void Gather(int member, IReadOnlyDictionary<string, Tensor> state)
    {
        _mean.select(0, member).copy_(state[Name + ".running_mean"]);
        _variance.select(0, member).copy_(state[Name + ".running_var"]);
        _tracked.select(0, member).copy_(state[Name + ".num_batches_tracked"]);
        _batches = 0;
    }

    /// <summary>Copies them back, and says how many batches they have seen.</summary>
    public void Scatter(int member, IReadOnlyDictionary<string, Tensor> state)
    {
        state[Name + ".running_mean"].copy_(_mean.select(0, member));
        state[Name + ".running_var"].copy_(_variance.select(0, member));
        state[Name + ".num_batches_tracked"].copy_(_tracked.select(0, member).add(_batches));
    }

    public void Dispose()
    {
        _mean.Dispose();
        _variance.Dispose();
        _tracked.Dispose();
    }
}
