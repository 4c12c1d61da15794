using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Training;
using ActivationLab.Models;
using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Initialisation;
using ActivationLab.Models.Settings;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Tests.Support;

/// <summary>A network and images that the lab has as tensors and its PyTorch twin gets as files.</summary>
internal sealed class TwinCase : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ImageSet _set;
    private readonly DatasetInfo _info;

    public TwinCase(NetworkSettings settings, ScalarType type, int images = 40, Device? device = null)
        : this(settings, type, settings is MlpSettings ? SyntheticImages.Make(images, 1, 8, seed: 3) : SyntheticImages.Make(images, 3, 10, seed: 3), device)
    {
    }

    public TwinCase(NetworkSettings settings, ScalarType type, ImageSet set, Device? device = null)
    {
        (_set, _info) = (set, SyntheticImages.Info(set.Channels));
        Images = new ResidentImages(set, _info, device ?? CPU, type);
        Network = Network.Build(settings, new ImageShape(set.Channels, set.Height, set.Width), 10, seed: 5, device, type);
        MoveBiasesAndNorms();
    }

    public Network Network { get; }

    public ResidentImages Images { get; }

    public ImageRange All => new(0, _set.Count);

    public double[] Weights(string name) => Network.Module.state_dict()[name].ToDoubles();

    /// <summary>Writes what the twin needs, the weights as they are now, and returns the start of a request.</summary>
    public Dictionary<string, object> Request(string @do)
    {
        var (weights, data) = (_folder["weights.safetensors"], _folder["data.safetensors"]);
        SafetensorsFile.Write(weights, Network.Module.state_dict().Select(named => WeightsFile.Convert(named.Key, named.Value)));
        SafetensorsFile.Write(data,
        [
            new SafetensorsTensor("images", "U8", [_set.Count, _set.Channels, _set.Height, _set.Width], _set.Pixels),
            new SafetensorsTensor("labels", "U8", [_set.Count], _set.Labels),
        ]);
        return new Dictionary<string, object>
        {
            ["do"] = @do,
            ["layers"] = Network.Blueprint.Layers.Select(Describe).ToArray(),
            ["weights"] = weights,
            ["data"] = data,
            ["mean"] = _info.Mean,
            ["std"] = _info.Std,
        };
    }

    /// <summary>Sets what is added last before the activations: biases, or those of batch normalisation.</summary>
    public void SetShifts(double shift) => ChangeShifts((_, _, bias) => bias.fill_(shift));

    /// <summary>Adds to what is added last before the activations, by (activation, unit).</summary>
    public void MoveShifts(Func<int, int, double> by) => ChangeShifts((activation, unit, bias) => bias.add_(by(activation, unit)));

    /// <summary>Passes all images through the network in the mode that it is in, and returns what enters each activation: [activation][unit][…].</summary>
    public double[][][] Forward()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var seen = new List<double[][]>();
        var removers = Network.Activations.Select(site => site.Module.register_forward_pre_hook((_, z) =>
        {
            var units = z.transpose(0, 1).flatten(1);
            seen.Add([.. units.ToDoubles().Chunk((int)units.shape[1])]);
            return z;
        })).ToArray();
        Network.Module.call(Images.Slice(0, _set.Count).Images);
        Array.ForEach(removers, remover => remover.remove());
        return [.. seen];
    }

    public void Dispose()
    {
        Network.Dispose();
        Images.Dispose();
        _folder.Dispose();
    }

    /// <summary>A layer as <c>twin.py</c> reads it.</summary>
    public static object Describe(Layer layer) => layer switch
    {
        LinearLayer linear => new { kind = "linear", name = layer.Name, inputs = linear.InFeatures, outputs = linear.OutFeatures, bias = linear.Bias },
        ConvolutionLayer conv => new
        {
            kind = "conv",
            name = layer.Name,
            inputs = conv.InChannels,
            outputs = conv.OutChannels,
            kernel = conv.KernelSize,
            stride = conv.Stride,
            padding = conv.Padding,
            bias = conv.Bias,
        },
        BatchNormLayer norm => new { kind = "batch_norm", name = layer.Name, units = norm.Units, spatial = norm.Spatial },
        ActivationLayer activation => DescribeActivation(activation),
        PoolLayer pool => new
        {
            kind = pool.Kind == PoolKind.Max ? "max_pool" : "average_pool",
            name = layer.Name,
            kernel = pool.KernelSize,
            stride = pool.Stride,
            ceil_mode = pool.CeilMode,
        },
        GlobalAveragePoolLayer => new { kind = "global_average_pool", name = layer.Name },
        DropoutLayer dropout => new { kind = "dropout", name = layer.Name, probability = dropout.Probability },
        PadShortcutLayer shortcut => new { kind = "pad_shortcut", name = layer.Name, stride = shortcut.Stride, outputs = shortcut.OutChannels },
        ResidualLayer block => new
        {
            kind = "residual",
            name = layer.Name,
            body = block.Body.Select(Describe).ToArray(),
            shortcut = block.Shortcut.Select(Describe).ToArray(),
            tail = block.Tail.Select(Describe).ToArray(),
        },
        FlattenLayer => new { kind = "flatten", name = layer.Name },
        _ => throw new ArgumentException($"the twin has no {layer.GetType().Name}", nameof(layer)),
    };

    private static object DescribeActivation(ActivationLayer layer) => layer.Settings switch
    {
        ReluSettings => new { kind = "relu", name = layer.Name },
        LeakyReluSettings leaky => new { kind = "leaky_relu", name = layer.Name, negative_slope = leaky.NegativeSlope },
        PReluSettings prelu =>
            new { kind = "prelu", name = layer.Name, slopes = prelu.Per == SlopeSharing.Layer ? 1 : layer.Units, init = prelu.Init },
        RReluSettings rrelu => new { kind = "rrelu", name = layer.Name, lower = rrelu.Lower, upper = rrelu.Upper },
        DynamicLeakyReluSettings dynamic => new { kind = "dynamic_leaky_relu", name = layer.Name, init = dynamic.Init, min = dynamic.Min, max = dynamic.Max },
        EluSettings elu => new { kind = "elu", name = layer.Name, alpha = elu.Alpha },
        SeluSettings => new { kind = "selu", name = layer.Name },
        GeluSettings => new { kind = "gelu", name = layer.Name },
        SiluSettings => new { kind = "silu", name = layer.Name },
        SigmoidSettings => new { kind = "sigmoid", name = layer.Name },
        TanhSettings => new { kind = "tanh", name = layer.Name },
        SoftplusSettings softplus => new { kind = "softplus", name = layer.Name, beta = softplus.Beta },
        IdentitySettings => new { kind = "identity", name = layer.Name },
        _ => throw new ArgumentException($"the twin has no {layer.Settings.GetType().Name}", nameof(layer)),
    };

    private void ChangeShifts(Action<int, int, Tensor> change)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (var (index, activation) in Network.Blueprint.Activations.Index())
        {
            var before = Network.Blueprint.Leaves.TakeWhile(layer => layer != activation)
                .Last(layer => Network.Parameters.ContainsKey(layer.Name + ".bias"));
            for (var unit = 0; unit < activation.Units; unit++)
                change(index, unit, Network.Parameters[before.Name + ".bias"].select(0, unit));
        }
    }

    // Away from 0 and 1, where a mistake could hide; the slopes too.
    private void MoveBiasesAndNorms()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var weights = Network.Blueprint.Leaves.OfType<WeightLayer>().Select(layer => layer.Name + ".weight").ToHashSet();
        foreach (var (name, parameter) in Network.Parameters.Where(named => !weights.Contains(named.Key)))
        {
            using var generator = new Generator((ulong)SeedStream.Derive(5, "move " + name));
            parameter.add_((randn(parameter.shape, ScalarType.Float64, generator: generator) * 0.1).to(parameter.device));
        }
    }
}
