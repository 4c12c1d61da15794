using ActivationLab.Models.Blueprints;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ActivationLab.Models.Stacks;

/// <summary>
/// Networks of one shape that are trained as one: each operation is done for all of them at once, and no number of one enters another's. The
/// members keep networks of their own, for everything but training; <see cref="Gather"/> and <see cref="Scatter(int)"/> copy between them and
/// the stack.
/// </summary>
public sealed class StackedNetwork : IDisposable
{
    private readonly IReadOnlyList<Network> _members;
    private readonly StackedLayout _layout;
    private readonly Dictionary<string, StackedNorm> _norms;
    private readonly Dictionary<string, StackedActivation> _activations;

    /// <summary>Makes a stack with room for its members' numbers, which <see cref="Gather"/> fetches.</summary>
    /// <param name="members">Networks of equal <see cref="StackShape"/>, type and device.</param>
    /// <param name="convolution">How convolutions are computed.</param>
    /// <exception cref="ArgumentException">The networks cannot be one stack.</exception>
    public StackedNetwork(IReadOnlyList<Network> members, ConvolutionKind convolution = ConvolutionKind.Grouped)
    {
        var blueprints = members.Select(member => member.Blueprint).ToArray();
        if (blueprints.Select(StackShape.Obstacle).FirstOrDefault(obstacle => obstacle is not null) is { } obstacle)
            throw new ArgumentException($"no stack of these networks: {obstacle}", nameof(members));
        if (blueprints.Select(StackShape.Of).Distinct().Count() != 1)
            throw new ArgumentException("the networks of a stack must have one shape", nameof(members));

        _members = members;
        _layout = StackedLayout.For(convolution, members.Count);
        Rows = new ParameterRows(members);
        using var scope = NewDisposeScope();
        Parameters = Parameter(Rows.Zeros());
        Parameters.DetachFromDisposeScope();
        _norms = blueprints[0].Leaves.OfType<BatchNormLayer>()
            .ToDictionary(layer => layer.Name, layer => new StackedNorm(layer, members.Count, Parameters));
        _activations = Transpose(blueprints.Select(blueprint => blueprint.Activations))
            .ToDictionary(layers => layers[0].Name, layers => new StackedActivation(layers, Parameters));
    }

    /// <summary>How many networks it is made of.</summary>
    public int Count => _members.Count;

    /// <summary>The parameters of all members [members, numbers]. One tensor, so that an optimizer's step is a few operations in all.</summary>
    public Parameter Parameters { get; }

    /// <summary>Where each parameter of a member lies in <see cref="Parameters"/>.</summary>
    public ParameterRows Rows { get; }

    /// <summary>Copies the members' parameters and running statistics into the stack.</summary>
    public void Gather()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Rows.Gather(Parameters);
        for (var member = 0; member < Count; member++)
        {
            var state = _members[member].Module.state_dict();
            foreach (var norm in _norms.Values)
                norm.Gather(member, state);
        }
    }

    /// <summary>Copies one member's parameters and running statistics back into its network.</summary>
    /// <param name="member">Number of the member, from 0.</param>
    public void Scatter(int member)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Rows.Scatter(Parameters, member);
        var state = _members[member].Module.state_dict();
        foreach (var norm in _norms.Values)
            norm.Scatter(member, state);
    }

    /// <summary>
    /// The logits [members, batch, classes] in training mode, of as many images for each member [members, batch, channels, height, width].
    /// Nothing is copied on the way in if the images lie in memory as [batch, members, …].
    /// </summary>
    public Tensor Forward(Tensor images)
    {
        using var scope = NewDisposeScope();
        // One operation, whose backward pass is one as well: it leaves the gradient of all parameters as one tensor.
        var parts = Parameters.split(Rows.Lengths, 1);
        var parameters = Rows.Names.Zip(parts).ToDictionary(named => named.First, named => named.Second);
        var x = Through(_members[0].Blueprint.Layers, _layout.Enter(images), parameters);
        return x.transpose(1, 2).MoveToOuterDisposeScope();
    }

    /// <summary>Frees the stack's tensors; the members' stay.</summary>
    public void Dispose()
    {
        Parameters.Dispose();
        foreach (var norm in _norms.Values)
            norm.Dispose();
        foreach (var activation in _activations.Values)
            activation.Dispose();
    }

    private Tensor Through(IEnumerable<Layer> layers, Tensor x, Dictionary<string, Tensor> parameters) =>
        layers.Aggregate(x, (input, layer) => Apply(layer, input, parameters));

    // x: in the layout of convolutions, or flat [members, features, batch].
    private Tensor Apply(Layer layer, Tensor x, Dictionary<string, Tensor> parameters)
    {
        var weight = parameters.GetValueOrDefault(layer.Name + ".weight");
        var bias = parameters.GetValueOrDefault(layer.Name + ".bias");
        return layer switch
        {
            LinearLayer linear => Linear(x, weight!.view(Count, linear.OutFeatures, linear.InFeatures), bias),
            ConvolutionLayer conv => _layout.Convolve(x, conv, weight!, bias),
            BatchNormLayer => ByUnit(x, units => _norms[layer.Name].Forward(units, weight!, bias!)),
            ActivationLayer => _activations[layer.Name].Forward(x, weight, ByUnit),
            PoolLayer { Kind: PoolKind.Max } pool => functional.max_pool2d(x, pool.KernelSize, pool.Stride, ceil_mode: pool.CeilMode),
            PoolLayer pool => functional.avg_pool2d(x, pool.KernelSize, pool.Stride, ceil_mode: pool.CeilMode),
            GlobalAveragePoolLayer => functional.adaptive_avg_pool2d(x, 1),
            FlattenLayer => _layout.Flatten(x),
            PadShortcutLayer shortcut => PadShortcut(x, shortcut),
            ResidualLayer block => Through(
                block.Tail, Through(block.Body, x, parameters) + Through(block.Shortcut, x, parameters), parameters),
            _ => throw new ArgumentException($"no stack of {layer.GetType().Name}", nameof(layer)),
        };
    }

    private static Tensor Linear(Tensor x, Tensor weight, Tensor? bias) =>
        bias is null ? weight.bmm(x) : bias.unsqueeze(2).baddbmm(weight, x);

    private Tensor ByUnit(Tensor x, Func<Tensor, Tensor> function) => x.ndim == 3
        ? function(x.reshape(1, -1, x.shape[2])).view(x.shape)
        : _layout.ByUnit(x, function);

    private Tensor PadShortcut(Tensor x, PadShortcutLayer layer)
    {
        var pixels = x.slice(2, 0, x.shape[2], layer.Stride).slice(3, 0, x.shape[3], layer.Stride);
        return _layout.FillChannels(pixels, layer.OutChannels);
    }

    private static IEnumerable<T[]> Transpose<T>(IEnumerable<IEnumerable<T>> rows)
    {
        var all = rows.Select(row => row.ToArray()).ToArray();
        return Enumerable.Range(0, all[0].Length).Select(column => all.Select(row => row[column]).ToArray());
    }
}
