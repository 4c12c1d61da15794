using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Optim;

/// <summary>
/// A small network, trained as PyTorch/optimizers.py does in double precision: "late" gets its first gradient at step
/// <see cref="LateFrom"/>, "unused" never one.
/// </summary>
internal sealed class TinyTraining(ScalarType type = ScalarType.Float64, Device? device = null) : IDisposable
{
    public const int LateFrom = 7;
    public const int Steps = 20;

    private static readonly Dictionary<string, long[]> Shapes = new()
    {
        ["w1"] = [5, 3],
        ["b1"] = [5],
        ["w2"] = [2, 5],
        ["b2"] = [2],
        ["late"] = [4],
        ["unused"] = [3],
    };

    private readonly Tensor _x = Drawn(100, [8, 3], type).to(device ?? CPU);
    private readonly Tensor _y = Drawn(101, [8, 2], type).to(device ?? CPU);
    private int _step;

    public Dictionary<string, Parameter> Parameters { get; } =
        Shapes.Select((pair, index) => (pair.Key, Value: nn.Parameter(Drawn(index, pair.Value, type).to(device ?? CPU))))
            .ToDictionary(pair => pair.Key, pair => pair.Value);

    /// <summary>All that the script needs to do the same.</summary>
    public static object Description => new
    {
        x = Described(100, [8, 3]),
        y = Described(101, [8, 2]),
        steps = Steps,
        late_from = LateFrom,
        weights = Shapes.Select((pair, index) => (pair.Key, Value: Described(index, pair.Value))).ToDictionary(pair => pair.Key, pair => pair.Value),
        cases = OptimizerCase.All,
    };

    public optim.Optimizer Optimizer(OptimizerCase one) =>
        Optimizer(one, group => one.Groups[group].Names.Select(name => Parameters[name]));

    /// <summary>The optimizer of a case over any parameters.</summary>
    /// <param name="one">The case.</param>
    /// <param name="of">The parameters of a group.</param>
    public static OptimizerHelper Optimizer(OptimizerCase one, Func<int, IEnumerable<Parameter>> of)
    {
        double Number(string option, double fallback, int group = 0) => one.Number(option, fallback, group);
        var (lr, decay) = (one.Options["lr"] is double rate ? rate : 0, one.Options.GetValueOrDefault("weight_decay") is double share ? share : 0);
        var groups = Enumerable.Range(0, one.Groups.Length);
        switch (one.Kind)
        {
            case "SGD":
                return optim.SGD(
                    groups.Select(i => new SGD.ParamGroup(
                        of(i), new SGD.Options { LearningRate = Number("lr", 0, i), weight_decay = Number("weight_decay", 0, i) })),
                    lr, Number("momentum", 0), Number("dampening", 0), decay, one.Flag("nesterov"), one.Flag("maximize"));
            case "Adam":
                return optim.Adam(
                    groups.Select(i => new Adam.ParamGroup(
                        of(i), new Adam.Options { LearningRate = Number("lr", 0, i), weight_decay = Number("weight_decay", 0, i) })),
                    lr, one.Beta(0), one.Beta(1), Number("eps", 1e-8), decay, one.Flag("amsgrad"), one.Flag("maximize"));
            default:
                return optim.AdamW(
                    groups.Select(i => new AdamW.ParamGroup(
                        of(i), new AdamW.Options { LearningRate = Number("lr", 0, i), weight_decay = Number("weight_decay", 0, i) })),
                    lr, one.Beta(0), one.Beta(1), Number("eps", 1e-8), decay, one.Flag("amsgrad"), one.Flag("maximize"));
        }
    }

    public void Step(optim.Optimizer optimizer)
    {
        optimizer.zero_grad();
        using (NewDisposeScope())
            Loss().backward();
        optimizer.step();
    }

    /// <summary>Counts a step that another training does.</summary>
    public void Skip() => _step++;

    public Dictionary<string, double[]> Values() => Parameters.ToDictionary(pair => pair.Key, pair => Tensors.Inputs.Numbers(pair.Value));

    public void Dispose()
    {
        _x.Dispose();
        _y.Dispose();
        foreach (var parameter in Parameters.Values)
            parameter.Dispose();
    }

    private Tensor Loss()
    {
        var hidden = nn.functional.leaky_relu(nn.functional.linear(_x, Parameters["w1"], Parameters["b1"]), 0.1);
        var loss = (nn.functional.linear(hidden, Parameters["w2"], Parameters["b2"]) - _y).square().mean();
        return _step++ >= LateFrom ? loss + Parameters["late"].square().sum() : loss;
    }

    private static object Described(int seed, long[] shape) => new { shape, data = Numbers(seed, shape) };

    private static Tensor Drawn(int seed, long[] shape, ScalarType type) => tensor(Numbers(seed, shape), shape, dtype: type);

    private static double[] Numbers(int seed, long[] shape)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, (int)shape.Aggregate((a, b) => a * b)).Select(_ => random.NextDouble() * 2 - 1).ToArray();
    }
}
