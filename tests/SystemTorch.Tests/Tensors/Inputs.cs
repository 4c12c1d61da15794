using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Tensors;

/// <summary>The named tensors that expressions are made of. Those of floating-point numbers want gradients.</summary>
internal sealed class Inputs
{
    public Tensor x => this["x"];
    public Tensor y => this["y"];
    public Tensor v => this["v"];
    public Tensor p => this["p"];
    public Tensor s => this["s"];
    public Tensor f => this["f"];
    public Tensor i => this["i"];
    public Tensor k => this["k"];
    public Tensor j => this["j"];
    public Tensor u => this["u"];
    public Tensor m => this["m"];
    public Tensor n => this["n"];
    public Tensor odd => this["odd"];
    public Tensor image => this["image"];
    public Tensor window => this["window"];
    public Tensor grouped => this["grouped"];
    public Tensor offset => this["offset"];
    public Tensor slopes => this["slopes"];
    public Tensor logits => this["logits"];
    public Tensor classes => this["classes"];
    public Tensor shares => this["shares"];
    public Tensor mean => this["mean"];
    public Tensor variance => this["variance"];
    public Tensor scale => this["scale"];
    public Tensor image32 => this["image32"];
    public Tensor window32 => this["window32"];
    public Tensor logits32 => this["logits32"];

    private readonly Dictionary<string, Tensor> _tensors;

    /// <summary>Makes them, on the host unless a device is given.</summary>
    public Inputs(Device? device = null) => _tensors = Given.ToDictionary(
        pair => pair.Key,
        pair => tensor(pair.Value.Data, pair.Value.Shape).to_type(pair.Value.Type).to(device ?? CPU).requires_grad_(pair.Value.RequiresGrad));

    /// <summary>What the tensors are made of.</summary>
    public static Dictionary<string, Input> Given { get; } = new()
    {
        ["x"] = Drawn(1, [3, 4]),
        ["y"] = Drawn(2, [3, 4]),
        ["v"] = Drawn(3, [4]),
        ["p"] = Drawn(4, [3, 4], 0.2, 2),
        ["s"] = new([], [1.5], ScalarType.Float64),
        ["f"] = Drawn(5, [2, 3]) with { Type = ScalarType.Float32 },
        ["i"] = new([2, 3], [5, -3, 0, 7, 2, -8], ScalarType.Int64),
        ["k"] = new([2, 3], [2, 2, -1, 7, 3, -8], ScalarType.Int64),
        ["j"] = new([2], [2, 0], ScalarType.Int64),
        ["u"] = new([4], [0, 1, 128, 255], ScalarType.Byte),
        ["m"] = new([2, 3], [1, 0, 1, 0, 0, 1], ScalarType.Bool),
        ["n"] = new([2, 3], [1, 1, 0, 0, 1, 1], ScalarType.Bool),
        ["odd"] = new([5], [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, 3], ScalarType.Float64),
        ["image"] = Drawn(6, [2, 4, 6, 5]),
        ["window"] = Drawn(7, [3, 4, 3, 2]),
        ["grouped"] = Drawn(8, [4, 2, 3, 3]),
        ["offset"] = Drawn(9, [3]),
        ["slopes"] = Drawn(10, [4], 0.1, 0.4),
        ["logits"] = Drawn(11, [5, 4], -3, 3),
        ["classes"] = new([5], [0, 3, 1, 3, 2], ScalarType.Int64),
        ["shares"] = new([4], [0.5, 1, 2, 0.25], ScalarType.Float64) { RequiresGrad = false },
        ["mean"] = Drawn(12, [4]) with { RequiresGrad = false },
        ["variance"] = Drawn(13, [4], 0.5, 2) with { RequiresGrad = false },
        ["scale"] = Drawn(14, [4]),
        ["image32"] = Drawn(6, [2, 4, 6, 5]) with { Type = ScalarType.Float32 },
        ["window32"] = Drawn(7, [3, 4, 3, 2]) with { Type = ScalarType.Float32 },
        ["logits32"] = Drawn(11, [5, 4], -3, 3) with { Type = ScalarType.Float32 },
    };

    private Tensor this[string name] => _tensors[name];

    /// <summary>The gradients of the outputs' sum, weighted as in PyTorch/expressions.py, by name.</summary>
    public Dictionary<string, Tensor> Gradients(Tensor[] outputs)
    {
        Tensor? total = null;
        foreach (var output in outputs.Where(output => output.requires_grad))
        {
            var weights = Enumerable.Range(0, (int)output.numel()).Select(index => Math.Cos(index)).ToArray();
            var sum = (output * tensor(weights, output.shape).to_type(output.dtype).to(output.device)).sum();
            total = total is null ? sum : total + sum.to(total.device);
        }
        total?.backward();
        return _tensors.Where(pair => pair.Value.grad is not null).ToDictionary(pair => pair.Key, pair => pair.Value.grad!);
    }

    public static double[] Numbers(Tensor tensor)
    {
        using var plain = tensor.detach().to_type(ScalarType.Float64).cpu().contiguous();
        return MemoryMarshal.Cast<byte, double>(plain.bytes).ToArray();
    }

    private static Input Drawn(int seed, long[] shape, double from = -1, double to = 1)
    {
        var random = new Random(seed);
        var count = shape.Aggregate(1L, (a, b) => a * b);
        return new(shape, Enumerable.Range(0, (int)count).Select(_ => from + (to - from) * random.NextDouble()).ToArray(), ScalarType.Float64);
    }
}

/// <summary>A tensor's shape, elements and type.</summary>
internal sealed record Input(long[] Shape, double[] Data, ScalarType Type)
{
    public bool RequiresGrad { get; init; } = Type is ScalarType.Float32 or ScalarType.Float64;
}
